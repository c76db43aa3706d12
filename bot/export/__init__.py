"""The right of access: a copy of what is kept about a child or a person."""
