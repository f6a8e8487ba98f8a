"""Trust: do I know who issued it? One file per source of trust. Never part of the verification outcome."""
