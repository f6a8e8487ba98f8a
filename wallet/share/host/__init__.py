"""The link host: keeps sealed shares for learners and serves the page on which an employer checks them.

It stores only ciphertext, the hash of each revoke key and two dates; it has no accounts and sets no cookies. How to run
it is in `docs/host.md`, what it can and cannot see in `docs/links.md`.
"""
