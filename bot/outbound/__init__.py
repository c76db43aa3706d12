"""A promise on its way out: claimed, sent, settled."""
