"""Verification: is it authentic and in force? One check per file, one order, one verdict rule (`model.report`)."""
