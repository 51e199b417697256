"""Whether marks foretold what happened to enterprises later: the truth loop.

Of those who were accredited and followed, some have an adverse event. `concordance` and `area` ask whether theirs were
the lower marks, `rates` by how much more often events come after low marks; `report.foretold` does so for every
indicator and says what may be said. Formulas and sources: ``docs/items.md``.
"""
