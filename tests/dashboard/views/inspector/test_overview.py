"""The inspector's first page: chain, alarms and looks, in counts; nothing of a person before names are asked for."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import pytest

from dashboard.parts import chain_state
from scoring import flow
from scoring.documents.head_words import head_words
from scoring.documents.heads import OutsideHead, head_file
from scoring.flow import looking

pr = sys.modules["panel_register"]
PAGE = "inspector/overview"


def head(sitting):
    return flow.head_of_record(sitting.register, pr.actor("inspector"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_head_is_told_in_words_and_no_person_is_anywhere(sitting, language: str) -> None:
    sitting.to("deciding")
    at = sitting.page("inspector", PAGE, language=language)
    text = pr.words(at)
    assert " ".join(head_words(head(sitting).hash, language)) in text
    for word in (*pr.EXPERTS, *pr.PEOPLE, *pr.EMPLOYERS):
        assert word not in text


def test_an_alarm_stands_open_and_quiet_ones_are_folded(sitting) -> None:
    sitting.to("deciding")
    assert "没有决定被作废" in pr.words(sitting.page("inspector", PAGE))
    sitting.decide(pr.AGREED)
    decision = f"{pr.AGREED}/document_review/1"
    flow.ask_void(sitting.register, pr.actor("chair"), next(sitting.clock), decision_id=decision, reason="计票有误")
    flow.agree_void(sitting.register, pr.actor("secretariat"), next(sitting.clock), decision_id=decision)
    text = pr.words(sitting.page("inspector", PAGE))
    assert "有 1 项决定被作废" in text
    assert "没有决定被作废" not in text


def test_checking_now_says_that_the_record_holds_and_that_it_was_compared_with_nothing(sitting) -> None:
    at = sitting.page("inspector", PAGE)
    at.button(key="watch-verify").click().run()
    (told,) = at.success
    assert f"{head(sitting).sequence} 条" in told.value
    assert "未与库外链头比对" in told.value


def test_a_head_that_left_the_building_is_compared(sitting, tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "heads"
    folder.mkdir()
    monkeypatch.setenv(chain_state.ENVIRONMENT, str(folder))
    kept = head(sitting)
    out = OutsideHead(sitting.register.register_id, kept.sequence, kept.hash, datetime(2026, 6, 2, tzinfo=UTC))
    (folder / f"{out.stem}.head.txt").write_bytes(head_file(out))
    at = sitting.page("inspector", PAGE)
    assert out.stem in pr.words(at)
    at.button(key="watch-verify").click().run()
    assert "库外 1 个链头一致" in at.success[0].value
    # A head of a chain that goes on further: what follows was cut off.
    gone = OutsideHead(out.register_id, kept.sequence + 500, "ab" * 32, out.at)
    (folder / f"{gone.stem}.head.txt").write_bytes(head_file(gone))
    at = sitting.page("inspector", PAGE)
    at.button(key="watch-verify").click().run()
    assert not at.success
    assert at.error


def test_who_looked_is_counted_by_role_and_step(sitting) -> None:
    now = datetime.now(UTC)
    for step in ("read_seats", "read_roster"):
        flow.note_look(sitting.register, pr.actor("assignment_holder"), now, step=step, about=pr.ROUND)
    text = pr.words(sitting.page("inspector", PAGE))
    assert "评审组席位" in text
    assert "专家名册" in text


def test_every_step_whose_looks_are_written_has_its_words() -> None:
    from dashboard.texts import translator

    for language in ("zh", "en"):
        for step in frozenset().union(*looking.WATCHED.values()) | {"identity_opening"}:
            assert f"watch.read_{step}" in translator(language).keys


@pytest.mark.parametrize("role", ["chair", "secretariat", "security_admin", "system_admin", "leader"])
def test_others_have_no_such_page(sitting, role: str) -> None:
    at = pr.direct(role, PAGE)
    assert not at.title
    assert len(at.warning) == 1
