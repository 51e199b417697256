"""The province at a glance: one report, from which page, paper, workbook and command line take the same numbers."""
