"""What a message of a known intent says: one module a family of intents."""
