"""The demo: a fictitious school, and telephones on a page instead of providers."""
