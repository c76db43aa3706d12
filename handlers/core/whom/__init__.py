"""Whom words mean: children, a class, one of somebody's own."""
