"""The database: how it is opened, brought up to date, and written."""
