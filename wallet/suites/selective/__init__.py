"""What the selective-disclosure suites share: choice by JSON Pointer, statements in signing order, proof values.

DI ECDSA Cryptosuites 1.0, section 3.4, which DI BBS Cryptosuites 1.0 builds on. Both sign the statements (N-Quads) of
a document one by one. The specifications give blank nodes names for a while, select in the JSON and convert every
selection again, to find out which statement belongs to which member; here one walk notes where each statement comes
from, with the same outcome.
"""
