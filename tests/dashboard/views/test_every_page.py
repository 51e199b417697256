"""Every role at every page, made from the list of pages: opened where the role has it, refused where it lacks it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.identity import ROLES
from dashboard.roles import PAGES, VIEWS, PageEntry, pages_of
from dashboard.texts import translator
from scoring import access
from scoring.model import Actor

pr = sys.modules["panel_register"]
PAIRS = [(role, page) for role in ROLES for page in PAGES]
HAS = [(role, page) for role, page in PAIRS if page in pages_of(Actor(role, role, frozenset({role})))]
LACKS = [pair for pair in PAIRS if pair not in HAS]
WRITTEN = re.compile(r"<h([1-6])\b")


def name(value: object) -> str:
    return value.id if isinstance(value, PageEntry) else str(value)


def texts(at: AppTest) -> str:
    return "\n".join([*(one.value for one in at.title), *(one.value for one in at.warning)])


def levels(at: AppTest) -> list[int]:
    """Return the levels of a page's headings as they stand, those written as markup included."""

    def of(block: object) -> Iterator[int]:
        for one in block.children.values():
            if one.type in ("title", "header", "subheader"):
                yield int(one.proto.tag[1])
            elif one.type == "html":
                yield from map(int, WRITTEN.findall(one.proto.body))
            elif hasattr(one, "children"):
                yield from of(one)

    return list(of(at.main))


def assert_in_order(at: AppTest, page: PageEntry) -> None:
    """One first heading, its title, before every other; none stands more than one below the one before it."""
    found = levels(at)
    # The wall is a screen in a hall, with frames of its own.
    if page.id == "kiosk_wall":
        return
    assert found[:1] == [1], page.id
    assert found.count(1) == 1, page.id
    assert [pair for pair in pairwise(found) if pair[1] > pair[0] + 1] == [], f"{page.id}: {found}"


@pytest.fixture(scope="module")
def under_review(tmp_path_factory: pytest.TempPathFactory) -> object:
    with pytest.MonkeyPatch.context() as patch, pr.served(tmp_path_factory.mktemp("r") / "r.db", patch) as sitting:
        yield sitting


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory, under_review: object) -> Path:
    """A round whose decisions are locked, beside the one under review: pages show most there."""
    path = tmp_path_factory.mktemp("d") / "d.db"
    sitting = pr.build(path)
    for state in ("deciding", "in_notice"):
        sitting.to(state)
    sitting.register.close()
    return path


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("role", "page"), HAS, ids=name)
def test_a_page_of_the_role_opens_under_its_title(under_review, role: str, page: PageEntry, language: str) -> None:
    at = under_review.page(role, f"{page.section}/{page.name}", language=language)
    assert translator(language)(f"page.{page.id}") in texts(at)
    assert_in_order(at, page)


@pytest.mark.parametrize("role", ROLES)
def test_each_opens_in_a_round_whose_decisions_are_locked_as_well(
    decided: Path, monkeypatch: pytest.MonkeyPatch, role: str
) -> None:
    with pr.serving(decided, monkeypatch) as sitting:
        for page in pages_of(Actor(role, role, frozenset({role}))):
            at = sitting.page(role, f"{page.section}/{page.name}")
            assert translator("zh")(f"page.{page.id}") in texts(at)
            assert_in_order(at, page)


@pytest.mark.parametrize("role", ROLES)
def test_a_page_that_the_role_lacks_is_refused_by_its_file_and_offered_by_no_frame(under_review, role: str) -> None:
    lacking = [page for name, page in LACKS if name == role]
    assert lacking
    for page in lacking:
        at = pr.direct(role, f"{page.section}/{page.name}")
        assert not at.title, page.id
        assert not at.get("html"), page.id
        assert len(at.warning) == 1, page.id
    at = AppTest.from_file(str(VIEWS.parent / "app.py"), default_timeout=60)
    at.session_state["demonstration_role"] = role
    at.run()
    for page in lacking:
        with pytest.raises(ValueError, match="page"):
            at.switch_page(str(page.file)).run()


def test_every_view_is_in_the_list_and_in_the_rules_of_access() -> None:
    files = {file.relative_to(VIEWS).with_suffix("").as_posix() for file in VIEWS.rglob("*.py")}
    assert {f"{page.section}/{page.name}" for page in PAGES} == {file for file in files if "__init__" not in file}
    objects = {rule.object for rule in access.rules().rule if "open" in rule.verbs}
    assert {f"page_{page.id}" for page in PAGES} == objects
