"""What an operator does: one module a command of `penghubung`."""
