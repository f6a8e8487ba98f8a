"""Bytes to values and back, bounded. Nothing here fetches, decides trust or reads a clock."""
