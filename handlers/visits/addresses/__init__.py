"""Where a child lives, and who may know it."""
