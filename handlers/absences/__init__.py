"""Absence and attendance by chat: what families report, and what teachers mark."""
