"""Who is at the page. Until sign-in is built there is one answer: a demonstration's visible switch of roles.

A register that is not a demonstration is not opened at all, so that nobody meets real marks without having signed in.
"""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import source
from dashboard.texts import translator
from indicators.language import LANGUAGES, Translator
from indicators.regions import Region, RegionLevel
from scoring.model import Actor

ROLES: Final = (
    "expert",
    "chair",
    "secretariat",
    "assignment_holder",
    "province_drc",
    "prefecture_regulator",
    "prefecture_drc",
    "county_regulator",
    "county_drc",
    "leader",
    "inspector",
    "kiosk",
    "public",
)
#: The level of the regions among which an office of a role is chosen.
LEVELS: Final[dict[str, RegionLevel]] = {
    "prefecture_regulator": "prefecture",
    "prefecture_drc": "prefecture",
    "county_regulator": "county",
    "county_drc": "county",
}
#: Of a paired screen in its page's address.
SCREEN: Final = "screen"
_ROLE, _EXPERT, _LANGUAGE = "demonstration_role", "demonstration_expert", "language"
_REGION: Final = {"prefecture": "demonstration_prefecture", "county": "demonstration_county"}


def language() -> str:
    """Return the language chosen in this session, Chinese at first."""
    chosen = st.session_state.get(_LANGUAGE) or st.query_params.get("lang", "zh")
    return chosen if chosen in LANGUAGES else "zh"


def say() -> Translator:
    """Return the translator of this session's language."""
    return translator(language())


def actor() -> Actor | None:
    """Return who is at the page, ``None`` if that cannot be told: then nothing is shown."""
    if not source.register().synthetic:
        return None
    # Whoever opens the address of a screen is the screen: it may do less than anybody else.
    role = "kiosk" if is_screen() else st.session_state.get(_ROLE, ROLES[0])
    if role not in ROLES:
        return None
    if role == "expert":
        people = source.demonstration_experts()
        chosen = st.session_state.get(_EXPERT)
        expert_id = chosen if chosen in people else next(iter(people), "")
        return Actor(expert_id, people.get(expert_id, expert_id), frozenset({"expert"}))
    if role in LEVELS:
        chosen = st.session_state.get(_REGION[LEVELS[role]])
        regions = _regions(LEVELS[role])
        region = chosen if chosen in regions else next(iter(regions))
        return Actor(f"demonstration-{role}-{region}", role, frozenset({role}), region)
    return Actor(f"demonstration-{role}", role, frozenset({role}))


def is_screen() -> bool:
    """Whether the page's address is that of a paired screen."""
    return bool(st.query_params.get(SCREEN))


def _keep_role() -> None:
    """Put the role there anew: the browser knows it by its words, which are others in the other language."""
    if _ROLE in st.session_state:
        st.session_state[_ROLE] = st.session_state[_ROLE]


def _regions(level: RegionLevel) -> dict[str, Region]:
    """Return the regions for which an office of a level may act, by code; counties as their prefectures follow."""
    found = source.regions().prefectures() if level == "prefecture" else source.regions().counties()
    return {region.code: region for region in found}


def _region_name(code: str) -> str:
    region = source.regions().by_code[code]
    if region.level == "county" and region.parent is not None:
        return f"{source.regions().name(region.parent)} {region.name}"
    return region.name


def switches() -> None:
    """Draw the choice of language and, on a demonstration, of role and expert."""
    speak = say()
    with st.sidebar:
        st.segmented_control(
            speak("page.language"),
            list(LANGUAGES),
            key=_LANGUAGE,
            default=language() if _LANGUAGE not in st.session_state else None,
            format_func=lambda code: translator(code)("page.language_name"),
            required=True,
            on_change=_keep_role,
        )
        if not source.register().synthetic:
            return
        st.selectbox(speak("page.role"), ROLES, key=_ROLE, format_func=lambda role: speak(f"page.role_{role}"))
        if st.session_state[_ROLE] == "expert":
            people = source.demonstration_experts()
            st.selectbox(
                speak("page.expert"), list(people), key=_EXPERT, format_func=lambda id_: f"{id_} {people[id_]}"
            )
        level = LEVELS.get(st.session_state[_ROLE])
        if level is not None:
            st.selectbox(
                speak(f"page.region_{level}"), list(_regions(level)), key=_REGION[level], format_func=_region_name
            )
        st.caption(speak("page.role_switch_note"))
