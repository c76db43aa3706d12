"""What a school sends: published, signed, corrected, followed up."""
