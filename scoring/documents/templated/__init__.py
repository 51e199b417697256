"""Papers filled into templates that the office edits in Word; Word file, PDF and workbook are of one filling.

A template is a Word file in which fields stand between double braces. There is no language in it: a field is a name out
of a list (`kinds`), and a paragraph or row in which a field of a list stands is there as often as the list is long. So
nothing that somebody writes into a template can be run, and nobody has to write loops.
"""
