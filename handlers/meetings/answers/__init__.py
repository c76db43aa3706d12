"""What families answer to an invitation."""
