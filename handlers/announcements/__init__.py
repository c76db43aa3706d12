"""Announcements: written, seen before they go, asked about, and reported on."""
