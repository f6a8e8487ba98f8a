"""How credentials are secured and serialised, one file per format. Bytes in, frozen values out; nothing is verified."""
