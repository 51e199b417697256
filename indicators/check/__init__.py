"""Checks of a rule book's content, over records: pure, and all faults at once.

==================  ================================================================================================
`every_entry`       whatever is true of every entry: ids, texts, nothing twice, citations, banners, notes
`documents`         the sources
`grades`            the standard's order of grades and the accredited ones
`conditions`        basic and grade conditions, kinds of adverse record
`procedure`         steps and acts, validity, measures, sanctions
`tree`              the indicator tree: parents, points that add up, leaves, levels, steps
`grading`           open grades, cut scores, floors, vetoes, caps, upgrades: a round against its regulation
`sheet`             the parameter sheet: panel, shares of people, thresholds, clocks
`standing`          status, years and sources: what a round may rest on
==================  ================================================================================================

Each module's last function is the list of its checks. Each check is a generator of `Fault`.
"""

from indicators.check.whole import FileNames, check_rule_book

__all__ = ["FileNames", "check_rule_book"]
