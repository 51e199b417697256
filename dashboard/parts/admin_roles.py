"""The fields in which roles are chosen, with the region or the number that some of them need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import streamlit as st

from dashboard import source
from dashboard.identity import LEVELS
from dashboard.parts import desk
from dashboard.parts.wording import as_markdown
from indicators.language import Translator
from scoring import access
from scoring.flow.accounts import Account
from scoring.identity import separation
from scoring.identity.terms import terms


@dataclass(frozen=True, slots=True)
class Given:
    """What the fields hold."""

    roles: tuple[str, ...]
    region: str | None
    expert_id: str | None


def fields(say: Translator, key: str, before: Account | None = None) -> None:
    """Draw the fields, as an account has them now; what excludes each other is said before anything is proposed."""
    chosen: Sequence[str] = st.multiselect(
        say("admin.roles"),
        grantable(),
        default=() if before is None else before.roles,
        key=f"{key}-roles",
        format_func=lambda role: desk.role(role, say),
        placeholder=say("admin.choose_roles"),
    )
    for one, other in separation.excluded(chosen):
        words = say("admin.exclude", one=desk.role(one, say), other=desk.role(other, say))
        st.warning(as_markdown(words), icon=":material/info:")
    codes = _regions(chosen)
    if codes:
        now = None if before is None else before.region
        st.selectbox(
            say("admin.region"),
            codes,
            index=codes.index(now) if now in codes else None,
            key=f"{key}-region",
            format_func=desk.region,
            placeholder=say("admin.choose_region"),
        )
    if "expert" in chosen:
        now = "" if before is None else before.expert_id or ""
        st.text_input(say("admin.expert"), value=now, key=f"{key}-expert", max_chars=60, help=say("admin.expert_help"))


def given(key: str) -> Given:
    """Return what the fields hold, for a callback."""
    state = st.session_state
    roles = tuple(str(one) for one in state.get(f"{key}-roles") or ())
    region: Any = state.get(f"{key}-region") if _levels(roles) else None
    expert = (state.get(f"{key}-expert") or "").strip() if "expert" in roles else ""
    return Given(roles, region or None, expert or None)


def empty(key: str) -> None:
    """Empty the fields, for a callback."""
    st.session_state[f"{key}-roles"] = []
    for name in ("region", "expert"):
        st.session_state.pop(f"{key}-{name}", None)


def grantable() -> list[str]:
    """Return the roles that a person may hold."""
    return [role.id for role in access.rules().role if role.id not in terms().separation.never]


def _levels(roles: Sequence[str]) -> set[str]:
    return {LEVELS[role] for role in roles if role in LEVELS}


def _regions(roles: Sequence[str]) -> list[str]:
    levels: Final = _levels(roles)
    known = source.regions()
    found = [
        *(known.prefectures() if "prefecture" in levels else ()),
        *(known.counties() if "county" in levels else ()),
    ]
    return [one.code for one in found]
