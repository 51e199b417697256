"""Many-facet Rasch: how able, how severe, how hard, on one scale of logits, and whose marks do not fit.

For diagnosis, not for the published total: least squares ranks applications the same, in points. `fit.fit_rasch` is the
way in; `fair.fair_totals` and `unexpected.unexpected_marks` read its answer; `marginal.fit_marginal` is its twin that
takes applications for a sample of one population.
"""
