"""Files that people hand in, checked and turned into records: experts and applications. Score files are `sheets`."""
