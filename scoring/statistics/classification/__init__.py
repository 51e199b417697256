"""How often a panel's grades would come out the same again, and how often they fit the true score.

Indices of all applications together, from the spread of their scores and its reliability. They are right on average
only with the absolute reliability Φ, and say nothing of a single application, least of all of one near a cut score; for
that ask for the probability that another panel takes the same decision.
"""
