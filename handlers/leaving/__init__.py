"""Stopping and starting again."""
