"""Identifiers to the documents that name their keys. Bytes come in as materials; nothing here fetches."""
