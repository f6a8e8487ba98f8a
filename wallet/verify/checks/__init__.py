"""The checks, one file each. A check looks at its arguments and nothing else, and answers with a `CheckResult`."""
