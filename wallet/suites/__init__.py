"""Proof mathematics, one file per cryptosuite or JWS family. Keys and documents in, yes or a reason out."""
