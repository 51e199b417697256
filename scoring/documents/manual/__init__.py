"""The manual: one page a role, a glossary, methods, in both languages; on a page, as one HTML file, as PDF.

Its texts are documents, ``<language>/<page>.md``, a catalogue of their own: both languages have the same pages,
headings and pictures, and call buttons and pages what the dashboard's catalogues call them. Tests hold all of it.
"""
