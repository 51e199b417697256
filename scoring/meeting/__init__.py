"""The sitting as pure functions: from the marks to a proposal; the collective decision stands beside it."""
