"""What is said about each matter: a module for each that listens."""
