"""Accounts and sign-in: who is let in, what he lacks still, what ends a session, and who may grant rights.

Pages and commands call these functions and nothing below them; `scoring.identity` computes, the record keeps.
"""

from scoring.flow.accounts.approving import approve, hand_out, refuse, withdraw
from scoring.flow.accounts.away import come_back, send_away
from scoring.flow.accounts.changing import begin_one_time, change_password, confirm_one_time
from scoring.flow.accounts.closing import disable, end_sessions, unlink_external
from scoring.flow.accounts.first import FirstAccount, first_accounts, first_again
from scoring.flow.accounts.listing import (
    AccountEvent,
    AccountHead,
    Lock,
    account_events,
    accounts_list,
    locks,
    proposals_list,
)
from scoring.flow.accounts.proposing import (
    link_external,
    propose_account,
    propose_enable,
    propose_one_time,
    propose_password,
    propose_roles,
)
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
from scoring.flow.accounts.unsigned import UnsignedAct, unsigned_acts
from scoring.identity.lifetimes import Needs
from scoring.register.accounts import Account, Link, Proposal
from scoring.register.acts import AccountAct

__all__ = [
    "Account",
    "AccountAct",
    "AccountEvent",
    "AccountHead",
    "FirstAccount",
    "Link",
    "LiveSession",
    "Lock",
    "Needs",
    "OneTimeSecret",
    "Proposal",
    "Session",
    "SignInRefusedError",
    "SignedIn",
    "UnsignedAct",
    "WhyEnded",
    "account_events",
    "accounts_list",
    "approve",
    "begin_one_time",
    "change_password",
    "come_back",
    "confirm_one_time",
    "disable",
    "end_sessions",
    "first_accounts",
    "first_again",
    "hand_out",
    "link_external",
    "locks",
    "my_sessions",
    "one_device",
    "pass_one_time",
    "proposals_list",
    "propose_account",
    "propose_enable",
    "propose_one_time",
    "propose_password",
    "propose_roles",
    "refuse",
    "send_away",
    "session_of",
    "sign_in",
    "sign_in_external",
    "sign_out",
    "sign_out_everywhere",
    "sign_out_one",
    "unlink_external",
    "unlock",
    "unsigned_acts",
    "why_ended",
    "withdraw",
]
