"""What each indicator of a round was worth: whether it discriminates, whether experts agree on it, what it repeats.

Applications are the units throughout: their experts' marks are not independent of each other. `report.item_report`
gives everything; its numbers are of `scores` (means of the panels), `discrimination`, `cohesion`, `overlap`,
`anchors` and `agreed`, its findings of `flags`. Formulas and sources: ``docs/items.md``.
"""
