"""What asks, shows and confirms, the same under every capability."""
