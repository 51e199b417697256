"""Trying a rule before adopting it: on panels whose truth is known, how often rules, probabilities and alarms err."""
