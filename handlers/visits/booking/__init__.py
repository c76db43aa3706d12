"""From asking to agreed: times, companions, changes."""
