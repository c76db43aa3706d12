"""Telegram groups of a class: linked by their teacher, told by cards."""
