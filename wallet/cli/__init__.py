"""The command line: one small file per group of commands. Data on stdout, talk on stderr."""
