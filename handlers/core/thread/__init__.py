"""The private thread between a guardian and the school."""
