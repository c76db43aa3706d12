"""Talks by appointment: a teacher's window cut into slots, one family each."""
