"""How fully a credential describes the learning: frameworks as versioned data, and one small engine that reads them.

Nothing here verifies anything, and nothing that was verified makes a credential any fuller: that a statement is covered
by a proof that holds is told beside it.
"""
