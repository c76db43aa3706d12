"""Calling a meeting: drafted, previewed, invited to, as a series."""
