"""Papers made of records: certificates, and what is printed on them. Gets records, never a session.

Words come from the catalogues through translators that the caller hands in; the setting is Typst's, in ``templates``.
"""
