"""On a register that is no demonstration the session alone says who somebody is, at every run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import identity, source
from dashboard.gate.visitors import Visitor
from dashboard.roles import VIEWS
from scoring.errors import AccessRefusedError
from scoring.flow.accounts import Session
from scoring.model import Actor
from scoring.register.database import Register, create_register

NOW = datetime(2026, 5, 18, 1, 30, tzinfo=UTC)
FORGED = {
    "demonstration_role": "inspector",
    "demonstration_expert": "E-001",
    "acting_role": "inspector",
    "gate_whose": ("a", "b", None, frozenset({"inspector"})),
}


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    with create_register(str(tmp_path_factory.mktemp("identity") / "register.db"), now=NOW) as register:
        yield register


@pytest.fixture
def app(real: Register, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setattr(source, "register", lambda: real)
    return AppTest.from_file(str(VIEWS.parent / "app.py"), default_timeout=60)


def _session(account_id: str, *roles: str, needs: Any = "nothing", locked: bool = False) -> Session:
    own = frozenset(roles)
    return Session(
        session_id=f"session-of-{account_id}",
        account_id=account_id,
        login=account_id,
        actor=Actor(account_id, f"Name of {account_id}", own),
        roles=own,
        needs=needs,
        external=False,
        one_time=False,
        began=NOW,
        idle_after=NOW + timedelta(minutes=15),
        ends=NOW + timedelta(hours=8),
        locked=locked,
    )


@pytest.fixture
def at_the_door(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Say whom the record knows by a page's connection from now on."""

    def put(guest: Visitor) -> None:
        monkeypatch.setattr(identity, "visitor", lambda found: guest)

    return put


def _says_nothing(app: AppTest) -> bool:
    return len(app.warning) == 1 and not app.title and not app.sidebar.selectbox


def test_nobody_is_anybody_without_a_session_whatever_the_page_holds(app: AppTest) -> None:
    for key, value in FORGED.items():
        app.session_state[key] = value
    for key in ("role", "demonstration_role", "account", "visitor"):
        app.query_params[key] = "inspector"
    assert _says_nothing(app.run())
    assert not app.exception


@pytest.mark.parametrize(
    "session", [_session("a", "leader", needs="one_time_code"), _session("a", "leader", locked=True), _session("a")]
)
def test_who_lacks_something_or_stood_idle_sees_nothing(app: AppTest, at_the_door: Any, session: Session) -> None:
    at_the_door(Visitor("person", session))
    assert _says_nothing(app.run())


def test_somebody_acts_in_one_of_his_own_roles_and_in_no_other(app: AppTest, at_the_door: Any) -> None:
    at_the_door(Visitor("person", _session("a", "leader", "province_drc")))
    app.session_state["acting_role"] = "inspector"
    app.run()
    choice = app.sidebar.selectbox(key="acting_role")
    assert len(choice.options) == 2
    assert choice.value == "province_drc"
    assert not app.exception


def test_a_page_that_another_comes_to_knows_nothing_of_the_first(app: AppTest, at_the_door: Any) -> None:
    at_the_door(Visitor("person", _session("a", "leader")))
    app.run()
    app.session_state["note"] = "of the first"
    app.run()
    assert app.session_state["note"] == "of the first"
    at_the_door(Visitor("person", _session("b", "leader")))
    app.run()
    assert "note" not in app.session_state
    # The same person with other rights is another as well.
    app.session_state["note"] = "of the second"
    at_the_door(Visitor("person", _session("b", "leader", "province_drc")))
    app.run()
    assert "note" not in app.session_state


def test_a_page_whose_session_ends_says_so_and_forgets(app: AppTest, at_the_door: Any) -> None:
    at_the_door(Visitor("person", _session("a", "leader")))
    app.run()
    app.session_state["note"] = "mine"
    at_the_door(Visitor("nobody"))
    assert _says_nothing(app.run())
    assert "note" not in app.session_state


def test_a_screen_sees_the_wall_and_has_no_switches(app: AppTest, at_the_door: Any) -> None:
    at_the_door(Visitor("screen"))
    app.run()
    assert not app.sidebar.selectbox
    assert not app.exception


def test_the_record_is_asked_once_in_each_run_and_anew_in_the_next(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    roles, asked = ["leader"], []

    def visitor(found: object) -> Visitor:
        asked.append(found)
        return Visitor("person", _session("a", *roles))

    monkeypatch.setattr(identity, "visitor", visitor)
    app.run()
    assert len(asked) == 1
    before = app.title[0].value
    roles[:] = ["system_admin"]
    app.run()
    assert len(asked) == 2
    assert app.title[0].value != before


@pytest.mark.parametrize(
    ("session", "may"),
    [
        (_session("a", "leader"), True),
        (_session("a", "leader", "province_drc"), True),
        (_session("a", "province_drc"), False),
        (_session("b", "leader"), False),
        (_session("a", "leader", locked=True), False),
        (_session("a", "leader", needs="one_time_code"), False),
        (None, False),
    ],
)
def test_who_acts_is_still_at_the_page_with_the_role_in_which_it_was_drawn(
    real: Register, monkeypatch: pytest.MonkeyPatch, at_the_door: Any, session: Session | None, may: bool
) -> None:
    monkeypatch.setattr(source, "register", lambda: real)
    at_the_door(Visitor("nobody") if session is None else Visitor("person", session))
    done = []

    def step(register: Register, actor: Actor, now: datetime) -> None:
        done.append(actor)

    person = Actor("a", "Name of a", frozenset({"leader"}))
    if may:
        source.act(step, person)
    else:
        with pytest.raises(AccessRefusedError, match=r"gate\.session_over"):
            source.act(step, person)
    assert bool(done) == may
