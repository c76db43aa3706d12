"""In which language somebody is written to."""
