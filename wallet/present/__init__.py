"""Presentations: choose, bundle and sign."""
