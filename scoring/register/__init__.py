"""The record: append-only tables, a hash chain over every act, and the only SQL of the program.

`database` opens and makes registers, `chain` writes an act with its rows in one transaction, `verify` walks the chain,
`invariants` names what must hold; one family of rows a file beside them.
"""
