"""What came of a visit."""
