"""Marks to decision: weights, panel, proposal, procedure, record. Draws no page."""
