"""Status methods, one file each."""
