"""The evening before, the way there, and the safe way back."""
