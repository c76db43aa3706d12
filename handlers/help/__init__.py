"""What one can say here."""
