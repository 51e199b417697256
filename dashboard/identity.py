"""Who is at the page: he who has signed in by its connection, asked of the record at each run.

On a demonstration a visible switch of roles answers instead. Nothing of that switch is looked at on any other register:
whatever an address or the state of a page may hold, there the session alone says who somebody is.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final
from weakref import WeakKeyDictionary

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard import source
from dashboard.gate import cookies, paths
from dashboard.gate.settings import settings
from dashboard.gate.visitors import KIOSK, Visitor, presented, visitor
from dashboard.parts.wording import as_html
from dashboard.texts import translator
from indicators.language import LANGUAGES, Name, Translator
from indicators.regions import Region, RegionLevel
from scoring import access
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
    "system_admin",
    "security_admin",
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
#: The language in an address, where nobody has chosen one on the page.
LANG: Final = "lang"
_ROLE, _EXPERT, _LANGUAGE = "demonstration_role", "demonstration_expert", "language"
#: Of somebody who signed in: in which of his own roles he acts, and whose this state of a page is.
_ACTING, _WHOSE = "acting_role", "gate_whose"
#: Of the runs that are under way, whom the record knew as they began. With its run an answer is gone.
_HELD: Final[WeakKeyDictionary[object, Visitor]] = WeakKeyDictionary()
_REGION: Final = {"prefecture": "demonstration_prefecture", "county": "demonstration_county"}


def language() -> str:
    """Return the language chosen in this session, Chinese at first."""
    chosen = st.session_state.get(_LANGUAGE) or st.query_params.get(LANG) or _language_of_gate()
    return chosen if chosen in LANGUAGES else "zh"


def say() -> Translator:
    """Return the translator of this session's language."""
    return translator(language())


def actor() -> Actor | None:
    """Return who is at the page, ``None`` if that cannot be told: then nothing is shown."""
    if not source.register().synthetic:
        return _signed_in()
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
    """Whether the page's address is that of a paired screen, or nothing but a screen's word opened it."""
    return bool(st.query_params.get(SCREEN)) or _guest().kind == "screen"


def keep_apart() -> None:
    """Forget what a page holds where it is another's than at its last run: other person, session, or rights.

    Called before anything is drawn.
    """
    session = _guest().session
    whose = None if session is None else (session.session_id, session.account_id, session.actor, session.roles)
    if _WHOSE in st.session_state and st.session_state[_WHOSE] != whose:
        st.session_state.clear()
    if whose is not None:
        st.session_state[_WHOSE] = whose


def still_here(person: Actor) -> bool:
    """Whether somebody is at this page still, with the rights that he had when it was drawn.

    A button does what it does before its page runs again: `source` asks this before every act, and the record anew.
    """
    if source.register().synthetic:
        return True
    guest = _at_the_door()
    if person == KIOSK:
        return guest.may_pass
    return (
        guest.session is not None
        and guest.may_pass
        and person.roles <= guest.session.roles
        and person == replace(guest.session.actor, roles=person.roles)
    )


source.keep_door(still_here)


def _guest() -> Visitor:
    """Return whom the record knows by what came with the page's connection.

    Asked of the record once in each run, so that rights are of now; within a run nobody becomes another.
    """
    context = get_script_run_ctx(suppress_warning=True)
    # Streamlit makes it anew for each run, of a whole page or of a part of it.
    run = None if context is None else context.parallel_coordinator
    if run is None:
        return _at_the_door()
    if run not in _HELD:
        _HELD[run] = _at_the_door()
    return _HELD[run]


def _at_the_door() -> Visitor:
    if source.register().synthetic:
        return Visitor("demonstration")
    headers = {name.lower(): value for name, value in st.context.headers.items()}
    return visitor(presented(headers, st.context.cookies, settings()))


def _signed_in() -> Actor | None:
    guest = _guest()
    if guest.kind == "screen" or (guest.may_pass and st.query_params.get(SCREEN)):
        return KIOSK
    if guest.session is None or not guest.may_pass or not guest.session.roles:
        return None
    return replace(guest.session.actor, roles=frozenset({_acting(guest.session.roles)}))


def _acting(own: frozenset[str]) -> str:
    """Return the role in which somebody acts: one of his own, whatever the state of the page holds."""
    chosen = st.session_state.get(_ACTING)
    return chosen if chosen in own else _in_order(own)[0]


def _in_order(own: frozenset[str]) -> list[str]:
    return sorted(own, key=lambda role: (ROLES.index(role) if role in ROLES else len(ROLES), role))


def _language_of_gate() -> str:
    return cookies.value(st.context.cookies, cookies.LANGUAGE, settings()) or "zh"


def _keep_role() -> None:
    """Put role and region there anew: the browser knows them by their words, which are others in the other language."""
    for key in (_ROLE, _ACTING, *_REGION.values()):
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]


def _regions(level: RegionLevel) -> dict[str, Region]:
    """Return the regions for which an office of a level may act, by code; counties as their prefectures follow."""
    found = source.regions().prefectures() if level == "prefecture" else source.regions().counties()
    return {region.code: region for region in found}


def _region_name(code: str) -> str:
    return say().say(source.regions().place(code))


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
            _own_switches(speak)
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


def _own_switches(speak: Translator) -> None:
    """Draw who is here, the choice among his own roles where he has several, and the way out."""
    guest = _guest()
    if guest.session is None or not guest.may_pass or not guest.session.roles:
        return
    own = _in_order(guest.session.roles)
    names = {one.id: speak.say(Name(one.name, one.name_en)) for one in access.rules().role}
    st.html(f'<div class="qc-me"><b>{as_html(guest.session.actor.name)}</b></div>')
    if len(own) > 1:
        st.selectbox(speak("gate.acting_as"), own, key=_ACTING, format_func=lambda role: names.get(role, role))
    else:
        st.caption(names.get(own[0], own[0]))
    links = ((paths.ME, "gate.me_title"), (paths.SIGN_OUT, "gate.sign_out"))
    inner = "".join(f'<a href="{path}" target="_self">{as_html(speak(key))}</a>' for path, key in links)
    st.html(f'<div class="qc-me">{inner}</div>')
