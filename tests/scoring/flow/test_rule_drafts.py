"""A draft of a rule book: copied, saved in versions, proposed by one authority and adopted by the other."""

from __future__ import annotations

import json
import os
import signal
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner

from indicators.faults import FaultsError
from indicators.load import shipped_rule_book
from indicators.writing import write_round
from scoring import flow
from scoring.cli import main
from scoring.errors import AccessRefusedError, ConflictError
from scoring.register.database import open_register
from scoring.register.invariants import check

NEW, DAY = "2028-draft", date(2028, 1, 1)
#: The last day on which the round under review takes applications (`Office.open_round`).
LAST = date(2027, 12, 31)


def copied(office: Any, new: str = NEW, **more: Any) -> str:
    given = {"new_round_id": new, "year": 2028, "name": "2028年度", "reason": "编制年度指标", **more}
    flow.copy_round(office.register, office.who("secretariat"), office.tick(), office.book.round.round_id, **given)
    return flow.list_drafts(office.register, office.who("secretariat"))[0].draft_id


def saved(office: Any, draft_id: str, change: Any, reason: str = "调整") -> flow.OpenDraft:
    who = office.who("secretariat")
    before = flow.read_draft(office.register, who, draft_id)
    content = write_round(change(before.book.round))
    version = before.draft.version
    flow.save_draft(office.register, who, office.tick(), draft_id, content=content, seen_version=version, reason=reason)
    return flow.read_draft(office.register, who, draft_id)


def cut(round_: Any, points: int) -> Any:
    first, *rest = round_.cut_scores
    return replace(round_, cut_scores=(replace(first, min_score=type(first.min_score)(points)), *rest))


def proposed(office: Any, draft_id: str, day: date = DAY, who: str = "secretariat") -> flow.OpenDraft:
    found = flow.read_draft(office.register, office.who(who), draft_id)
    version = found.draft.version
    flow.propose_draft(
        office.register,
        office.who(who),
        office.tick(),
        draft_id,
        seen_version=version,
        in_force_from=day,
        reason="提请通过",
    )
    return flow.read_draft(office.register, office.who(who), draft_id)


def answer(office: Any, draft_id: str, digest: str, who: Any = None, **more: Any) -> Any:
    given = {"agree": True, "digest": digest, **more}
    return flow.answer_draft(office.register, who or office.who("province_drc"), office.tick(), draft_id, **given)


def test_each_version_stays_with_its_author_and_reason(office: Any) -> None:
    draft_id = copied(office)
    found = saved(office, draft_id, lambda one: cut(one, 81), "提高等级线")
    kept = flow.draft_history(office.register, office.who("province_drc"), draft_id)
    assert [(one.version, one.state, one.reason, one.by) for one in kept] == [
        (1, "drafted", "编制年度指标", "secretariat"),
        (2, "drafted", "提高等级线", "secretariat"),
    ]
    assert found.faults == ()
    assert found.base.digest == office.book.digest
    assert [(one.entry.split()[0], one.new) for one in found.changes if one.column == "min_score"] == [
        ("cut_score", "81")
    ]
    earlier = flow.read_draft(office.register, office.who("secretariat"), draft_id, 1)
    assert earlier.book.round.cut_scores == office.book.round.cut_scores


def test_a_draft_may_be_at_fault_and_is_then_not_proposed(office: Any) -> None:
    draft_id = copied(office)
    found = saved(office, draft_id, lambda one: cut(one, 500))
    assert {fault.what.key for fault in found.faults} >= {"rulebook.cut_score_range"}
    with pytest.raises(FaultsError) as error:
        proposed(office, draft_id, date(2020, 1, 1))
    keys = [fault.what.key for fault in error.value.faults]
    assert {"rulebook.cut_score_range", "drafting.day_over"} <= set(keys)


def test_what_cannot_be_saved_is_refused(office: Any) -> None:
    draft_id = copied(office)
    who = office.who("secretariat")
    text = write_round(cut(flow.read_draft(office.register, who, draft_id).book.round, 81))

    def save(content: str, version: int = 1, reason: str = "改") -> None:
        flow.save_draft(
            office.register, who, office.tick(), draft_id, content=content, seen_version=version, reason=reason
        )

    for content, reason, expected in (
        (text, " ", "reason_needed"),
        (text.replace(NEW, "2029-other"), "改", "other_round"),
        (flow.read_draft(office.register, who, draft_id).draft.content, "改", "nothing_changed"),
    ):
        with pytest.raises(ConflictError, match=expected):
            save(content, reason=reason)
    with pytest.raises(FaultsError, match="not_toml"):
        save("a = [")
    with pytest.raises(FaultsError, match="too_large"):
        save("#" * 2_000_001)
    save(text)
    with pytest.raises(ConflictError, match="saved_meanwhile"):
        save(text + "\n", version=1)
    with pytest.raises(ConflictError, match="no_such_draft"):
        flow.read_draft(office.register, who, "draft/99")


@pytest.mark.parametrize("role", ["expert", "chair", "leader", "inspector", "system_admin", "public"])
def test_a_draft_is_for_its_authors_alone(office: Any, role: str) -> None:
    draft_id = copied(office)
    who = office.who(role)
    for act in (
        lambda: flow.list_drafts(office.register, who),
        lambda: flow.read_draft(office.register, who, draft_id),
        lambda: flow.draft_history(office.register, who, draft_id),
        lambda: flow.withdraw_draft(office.register, who, office.tick(), draft_id, reason="x"),
        lambda: answer(office, draft_id, "", who),
    ):
        with pytest.raises(AccessRefusedError):
            act()


def test_it_takes_another_person_of_the_other_authority_who_names_the_digest(office: Any) -> None:
    draft_id = copied(office)
    with pytest.raises(ConflictError, match="nothing_proposed"):
        answer(office, draft_id, "")
    found = proposed(office, draft_id)
    digest = found.draft.digest
    both = replace(office.who("secretariat"), roles=frozenset({"secretariat", "province_drc"}))
    other = office.who("secretariat", "another")
    for nobody in (office.who("secretariat"), both, other):
        with pytest.raises(AccessRefusedError, match="same_person"):
            answer(office, draft_id, digest, nobody)
    with pytest.raises(ConflictError, match="other_digest"):
        answer(office, draft_id, "0" * 64)
    with pytest.raises(ConflictError, match="reason_needed"):
        answer(office, draft_id, digest, agree=False)
    with pytest.raises(ConflictError, match="read_only"):
        saved(office, draft_id, lambda one: cut(one, 81))
    entry = answer(office, draft_id, digest)
    assert entry.act == "draft.adopted"
    assert digest in office.entries()[-1].content
    assert '"in_force_from":"2028-01-01"' in office.entries()[-1].content
    adopted = flow.adopted_book(office.register, office.who("leader"), NEW)
    assert adopted is not None
    assert (adopted.draft_id, adopted.book.digest, adopted.in_force_from) == (draft_id, digest, DAY)
    for act in (
        lambda: saved(office, draft_id, lambda one: cut(one, 81)),
        lambda: proposed(office, draft_id),
        lambda: flow.withdraw_draft(office.register, other, office.tick(), draft_id, reason="x"),
    ):
        with pytest.raises(ConflictError, match="read_only"):
            act()
    assert check(office.register) == ()


def test_an_adopted_draft_is_what_the_round_is_made_of_and_opens_from_its_day(office: Any) -> None:
    draft_id = copied(office)
    found = proposed(office, draft_id)
    answer(office, draft_id, found.draft.digest)
    who = office.who("secretariat")
    other = replace(found.book, digest="0" * 64)
    with pytest.raises(ConflictError, match="adopted_otherwise"):
        flow.create_round(office.register, who, office.tick(), other)
    flow.create_round(office.register, who, office.tick(), found.book)
    shown = flow.show_round(office.register, who, NEW)
    assert (shown.state, shown.rule_book.digest) == ("planned", found.draft.digest)
    with pytest.raises(ConflictError, match="not_in_force_yet"):
        flow.advance_round(office.register, who, office.tick(), NEW, "open")
    office.now = office.now.replace(year=2028)
    with pytest.raises(FaultsError, match="paper_missing"):
        flow.advance_round(office.register, who, office.tick(), NEW, "open")


def test_what_is_declined_or_taken_back_goes_on_and_what_is_withdrawn_does_not(office: Any) -> None:
    draft_id = copied(office)
    digest = proposed(office, draft_id).draft.digest
    answer(office, draft_id, digest, agree=False, reason="分数线依据不足")
    saved(office, draft_id, lambda one: cut(one, 81))
    proposed(office, draft_id, who="province_drc")
    who = office.who("secretariat")
    assert flow.withdraw_draft(office.register, who, office.tick(), draft_id, reason="再议").act == "draft.taken_back"
    with pytest.raises(ConflictError, match="reason_needed"):
        flow.withdraw_draft(office.register, who, office.tick(), draft_id, reason=" ")
    assert (
        flow.withdraw_draft(office.register, who, office.tick(), draft_id, reason="不再需要").act == "draft.withdrawn"
    )
    with pytest.raises(ConflictError, match="read_only"):
        proposed(office, draft_id)
    states = [one.state for one in flow.draft_history(office.register, who, draft_id)]
    assert states == ["drafted", "proposed", "declined", "drafted", "proposed", "taken_back", "withdrawn"]


def test_no_draft_touches_a_round_that_runs(office: Any) -> None:
    """The round under review keeps its rules, whatever becomes of a draft; its own id takes none."""
    who, round_id = office.who("secretariat"), office.book.round.round_id
    before = flow.show_round(office.register, who, round_id)
    with pytest.raises(ConflictError, match="round_rules_stand"):
        copied(office, round_id)
    draft_id = copied(office)
    with pytest.raises(FaultsError, match="round_runs"):
        proposed(office, draft_id, LAST)
    saved(office, draft_id, lambda one: cut(one, 85))
    found = proposed(office, draft_id)
    answer(office, draft_id, found.draft.digest)
    flow.create_round(office.register, who, office.tick(), found.book)
    assert flow.show_round(office.register, who, round_id) == before
    assert flow.show_round(office.register, who, round_id).rule_book == shipped_rule_book(round_id)


def test_a_name_or_year_that_no_round_has_is_refused(office: Any) -> None:
    for more, key in (({"name": " "}, "name_missing"), ({"year": 1900}, "year_range"), ({"new": "a/b"}, "id_form")):
        with pytest.raises(FaultsError, match=key):
            copied(office, **more)


def test_a_saved_version_is_there_after_kill_9(office: Any) -> None:
    draft_id = copied(office)
    who = office.who("secretariat")
    content = write_round(cut(flow.read_draft(office.register, who, draft_id).book.round, 81))
    child = os.fork()
    if not child:
        with open_register(office.url) as register:
            given = {"content": content, "seen_version": 1, "reason": "提高等级线"}
            flow.save_draft(register, who, office.tick(), draft_id, **given)
            os.kill(os.getpid(), signal.SIGKILL)
    _, ended = os.waitpid(child, 0)
    assert os.WTERMSIG(ended) == signal.SIGKILL
    found = flow.read_draft(office.register, who, draft_id)
    assert (found.draft.version, found.draft.content, found.draft.reason) == (2, content, "提高等级线")
    assert check(office.register) == ()


def test_the_command_line_knows_drafts_and_makes_the_round_of_an_adopted_one(office: Any) -> None:
    def call(*arguments: str) -> Any:
        return CliRunner().invoke(main, [*arguments, "--register", office.url, "--json"])

    draft_id = copied(office)
    found = proposed(office, draft_id)
    changed = json.loads(call("scheme", "compare", office.book.round.round_id, draft_id).stdout)
    assert {one["column"] for one in changed["changes"]} == {"round_id", "year", "name", "name_en"}
    assert json.loads(call("scheme", "replay", draft_id).stdout) == {"new": found.draft.digest, "rounds": []}
    assert call("round", "create", NEW).exit_code == 2
    answer(office, draft_id, found.draft.digest)
    assert json.loads(call("round", "create", NEW).stdout)["rule_book"] == found.draft.digest


def test_a_faulty_draft_is_not_replayed(office: Any) -> None:
    draft_id = copied(office)
    saved(office, draft_id, lambda one: cut(one, 500))
    said = CliRunner().invoke(main, ["scheme", "replay", draft_id, "--register", office.url])
    assert said.exit_code != 0
    assert "500" in said.stderr
