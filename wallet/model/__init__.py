"""Frozen values that travel between the floors. Nothing here reads, writes or decides."""
