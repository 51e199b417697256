"""The inspector has the evidence pack of a case made, and what he takes away is in order; others have no such thing."""

from __future__ import annotations

import io
import runpy
import sys

import pytest
import streamlit as st

from dashboard.parts import evidence_pack
from dashboard.texts import translator
from scoring import flow
from scoring.documents import evidence_script
from scoring.errors import AccessRefusedError
from scoring.model import Actor

pr = sys.modules["panel_register"]
PAGE = "inspector/integrity"


def acts(sitting):
    with sitting.register.read() as connection:
        return [row[0] for row in connection.exec_driver_sql("SELECT act FROM chain_entry ORDER BY sequence")]


def made(at):
    return at.session_state[evidence_pack.MADE].pack


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_pack_is_made_told_and_in_order(sitting, language):
    sitting.to("deciding")
    sitting.decide(pr.APART)
    say = translator(language)
    at = sitting.page("inspector", PAGE, language=language)
    assert say("casepack.about") in pr.words(at)
    before = acts(sitting)
    at.selectbox(key=evidence_pack.APPLICATION).set_value(pr.APART).run()
    assert acts(sitting) == before  # looking writes nothing
    at.button(key="evidence-make").click().run()
    assert not at.exception
    assert acts(sitting)[len(before) :] == ["evidence.packed", "evidence.sealed"]
    pack = made(at)
    text = pr.words(at)
    assert [one.value.replace("\\", "") for one in at.success] == [say("casepack.made", application=pr.APART)]
    assert pack.head in text
    labels = [one.proto.label for one in at.get("download_button")]
    assert labels == [say("casepack.download", file=pack.name, size=f"{len(pack.file) / 1000:,.0f}")]
    check = runpy.run_path(evidence_script.__file__)["check"]
    assert [what for what, holds in check(io.BytesIO(pack.file), pack.head) if not holds] == []
    found = flow.check_pack(io.BytesIO(pack.file), expected_head=pack.head)
    assert (found.faults, found.manifest.about.application_id, found.withheld) == ((), pr.APART, 5)
    for word in (*pr.EXPERTS, *pr.PEOPLE, *pr.EMPLOYERS):
        assert word not in text


def test_notes_are_taken_only_where_they_are_asked_for(sitting):
    sitting.to("deciding")
    sitting.decide(pr.APART)
    at = sitting.page("inspector", PAGE)
    at.selectbox(key=evidence_pack.APPLICATION).set_value(pr.APART).run()
    at.checkbox(key=evidence_pack.NOTES).check()
    at.button(key="evidence-make").click().run()
    assert flow.check_pack(io.BytesIO(made(at).file)).withheld == 0
    # The file goes when another case is looked at.
    at.selectbox(key=evidence_pack.APPLICATION).set_value(pr.AGREED).run()
    assert not at.get("download_button")


def test_names_from_files_stay_text_and_before_closing_there_is_nothing(sitting):
    assert "casepack" not in pr.words(sitting.page("inspector", PAGE))
    assert not [one for one in sitting.page("inspector", PAGE).button if one.key == "evidence-make"]
    sitting.to("deciding")
    assert "<img src=x" not in pr.markup(sitting.page("inspector", PAGE))


@pytest.mark.parametrize(
    ("role", "state", "shown"),
    [
        ("chair", "deciding", False),
        ("chair", "in_notice", True),
        ("secretariat", "in_notice", True),
        ("expert", "closed", False),
    ],
)
def test_the_part_placed_elsewhere_offers_only_what_is_allowed(sitting, monkeypatch, role, state, shown):
    drawn: list[str] = []
    for name in ("button", "checkbox"):
        monkeypatch.setattr(st, name, lambda *_, key, **__: drawn.append(key))
    evidence_pack.offer(Actor(role, role, frozenset({role})), translator("zh"), pr.AGREED, state)
    assert drawn == ([evidence_pack.FILES, "evidence-make"] if shown else [])


@pytest.mark.parametrize("role", ["expert", "leader", "assignment_holder"])
def test_others_are_refused_by_page_and_by_step(sitting, role):
    sitting.to("deciding")
    at = pr.direct(role, PAGE)
    assert not at.title
    assert not at.button
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        flow.evidence_pack(
            sitting.register, pr.actor(role), next(sitting.clock), application_id=pr.APART, readme=b"", with_notes=True
        )
