"""Who somebody is: passwords, one-time codes, lock-out, how long a session lives, which powers exclude each other.

Pure: no clock, no database, no file but `identity.toml`; `scoring.flow.accounts` brings them together with the record.
"""
