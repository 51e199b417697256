"""Accounts and sign-in: who is let in, what he lacks still, what ends a session, and who may grant rights.

Pages and commands call these functions and nothing below them; `scoring.identity` computes, the record keeps.
"""

from scoring.flow.accounts.changing import begin_one_time, change_password, confirm_one_time
from scoring.flow.accounts.first import FirstAccount, first_accounts, first_again
from scoring.flow.accounts.sessions import (
    WhyEnded,
    my_sessions,
    one_device,
    session_of,
    sign_out,
    sign_out_everywhere,
    sign_out_one,
    why_ended,
)
from scoring.flow.accounts.signing_in import pass_one_time, sign_in, sign_in_external, unlock
from scoring.flow.accounts.told import LiveSession, OneTimeSecret, Session, SignedIn, SignInRefusedError
from scoring.identity.lifetimes import Needs

__all__ = [
    "FirstAccount",
    "LiveSession",
    "Needs",
    "OneTimeSecret",
    "Session",
    "SignInRefusedError",
    "SignedIn",
    "WhyEnded",
    "begin_one_time",
    "change_password",
    "confirm_one_time",
    "first_accounts",
    "first_again",
    "my_sessions",
    "one_device",
    "pass_one_time",
    "session_of",
    "sign_in",
    "sign_in_external",
    "sign_out",
    "sign_out_everywhere",
    "sign_out_one",
    "unlock",
    "why_ended",
]
