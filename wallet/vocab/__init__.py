"""What credentials say, one file per vocabulary. Knows nothing of how they are secured."""
