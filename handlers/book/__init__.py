"""Reading the *buku penghubung*."""
