"""Accounts in words: whose they are, in which roles, and what a proposal asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from dashboard.parts import desk
from dashboard.parts.listing import listed
from dashboard.parts.rule_book_markup import chip
from dashboard.parts.wording import as_html
from indicators.language import Translator
from scoring.flow.accounts import AccountHead, Proposal

PLACE: Final = "admin-accounts"
#: The roles that grant, approve and watch: they stand out among the others.
ALONE: Final = frozenset({"system_admin", "security_admin", "inspector"})
_CHIP: Final = {"proposed": "near", "approved": "good", "handed_out": "good", "refused": "bad", "withdrawn": ""}


def names_of(heads: Iterable[AccountHead]) -> dict[str, str]:
    """Return the names of people by the number under which the record has their acts."""
    return {one.account.person: one.account.name for one in heads}


def who(names: Mapping[str, str], person: str) -> str:
    """Return a person with the number by which the record knows him."""
    return f"{names[person]} ({person})" if person in names else person


def account_words(head: AccountHead) -> str:
    """Return an account as it is chosen from a list."""
    one = head.account
    return f"{one.name} · {one.login} · {one.account_id}"


def roles(say: Translator, given: Sequence[str]) -> str:
    """Return roles as chips, as markup."""
    return " ".join(chip(desk.role(one, say), "near" if one in ALONE else "") for one in given)


def bound_to(say: Translator, region: str | None, expert_id: str | None) -> str:
    """Return for which region somebody acts, or which expert he is; empty where neither."""
    words = []
    if region is not None:
        words.append(say("admin.of_region", region=desk.region(region)))
    if expert_id is not None:
        words.append(say("admin.of_expert", expert=expert_id))
    return listed(words, say)


def kind(say: Translator, one: Proposal) -> str:
    """Return what is proposed, in a word."""
    return say(f"accounts.kind_{one.kind}")


def state_chip(say: Translator, one: Proposal) -> str:
    """Return where a proposal stands, as a chip."""
    return chip(say(f"admin.proposal_{one.state}"), _CHIP[one.state])


def content(say: Translator, one: Proposal, heads: Mapping[str, AccountHead]) -> list[tuple[str, str]]:
    """Return what a proposal would change, label and markup: what is now beside what is to be."""
    given, head = one.content, heads.get(one.account_id)
    if one.kind == "account":
        whose = f'{as_html(given["name"])} <span class="dk-quiet">{as_html(given["login"])} · {as_html(one.account_id)}'
        rows = [(say("admin.whose"), f"{whose}</span>"), (say("admin.roles_to_be"), roles(say, given["roles"]))]
    else:
        rows = [(say("admin.whose"), as_html(account_words(head) if head is not None else one.account_id))]
    if one.kind == "roles":
        if head is not None:
            rows.append((say("admin.roles_now"), _with_bound(say, head.account.roles, _bound_now(say, head))))
        rows.append((say("admin.roles_to_be"), roles(say, given["roles"])))
    if one.kind in ("account", "roles"):
        bound = bound_to(say, given["region"], given["expert_id"])
        if bound:
            rows.append((say("admin.bound"), as_html(bound)))
    if one.kind == "link":
        rows.append((say("admin.issuer"), as_html(given["issuer"])))
        rows.append((say("admin.subject_hint"), as_html(given["hint"])))
    return rows


def _bound_now(say: Translator, head: AccountHead) -> str:
    return bound_to(say, head.account.region, head.account.expert_id)


def _with_bound(say: Translator, given: Sequence[str], bound: str) -> str:
    return roles(say, given) + (f' <span class="dk-quiet">{as_html(bound)}</span>' if bound else "")
