"""Somebody's own calendar address."""
