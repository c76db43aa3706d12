"""Which child is visited when."""
