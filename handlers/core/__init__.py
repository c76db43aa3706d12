"""What every capability stands on; `handlers` beside it is what schools do."""
