from __future__ import annotations

import pytest

from scoring.meeting.contradictions import DecidedItem, contradictions, first_against_last
from scoring.texts import translator


def decided(name: str, total: float | None, outcome: str, proposed: str | None = "same", **more: object) -> DecidedItem:
    facts: dict[str, object] = {"target": "AA", "block": "normal", "reason": "", **more}
    proposed = outcome if proposed == "same" else proposed
    return DecidedItem(name, outcome=outcome, proposed=proposed, total=total, **facts)  # type: ignore[arg-type]


def test_a_lower_total_with_the_better_outcome() -> None:
    found = contradictions(
        [
            decided("a", 82.0, "propose_aa"),
            decided("b", 85.0, "do_not_propose"),
            decided("c", 90.0, "propose_aa"),
            decided("d", 79.0, "do_not_propose"),
        ]
    )
    assert [(one.lower, one.higher, one.places, one.far) for one in found.inversions] == [("a", "b", 1, False)]
    assert (found.inversions[0].lower_total, found.inversions[0].higher_total) == (82.0, 85.0)


def test_three_places_are_far_and_come_first() -> None:
    totals = {"a": 80.0, "b": 81.0, "c": 82.0, "d": 83.0}
    outcomes = {"a": "propose_aa", "b": "do_not_propose", "c": "propose_aa", "d": "do_not_propose"}
    found = contradictions([decided(name, totals[name], outcomes[name]) for name in totals]).inversions
    # In order of totals: a against b (1 place) and d (3 places), c against d (1).
    assert [(one.lower, one.higher, one.places) for one in found] == [("a", "d", 3), ("a", "b", 1), ("c", "d", 1)]
    assert [one.far for one in found] == [True, False, False]


def test_what_is_no_inversion() -> None:
    others = [
        decided("a", 82.0, "propose_aa", target="AA"),
        decided("b", 85.0, "do_not_propose", target="AAA"),  # another grade
        decided("c", 88.0, "defer", reason="x"),  # not decided on
        decided("d", 82.0, "do_not_propose"),  # the same total
        decided("e", None, "do_not_propose"),
    ]
    assert contradictions(others).inversions == ()


def test_aaa_before_and_after_the_visit() -> None:
    found = contradictions(
        [
            decided("a", 91.0, "send_to_site_visit", target="AAA"),
            decided("b", 92.0, "propose_aa", target="AAA"),
            decided("c", 90.0, "propose_aaa", target="AAA"),
        ]
    )
    assert {(one.lower, one.higher) for one in found.inversions} == {("a", "b"), ("c", "b")}


def test_reasons_missing() -> None:
    found = contradictions(
        [
            decided("a", 82.0, "do_not_propose", "propose_aa"),
            decided("b", 82.0, "do_not_propose", "propose_aa", reason=" \n"),
            decided("c", 82.0, "do_not_propose", "propose_aa", reason="10(2)3"),
            decided("d", 82.0, "propose_aa"),
            decided("e", None, "defer", None),
            decided("f", None, "propose_aa", None),
        ]
    )
    assert [one.application_id for one in found.reasons_missing] == ["a", "b", "e", "f"]
    assert found.reasons_missing[2].message.key == "contradictions.defer_without_reason"


def test_lines_crossed_by_a_rescore() -> None:
    found = contradictions(
        [
            decided("a", 91.0, "propose_aa", grade_before="AA", grade_after="AAA"),
            decided("b", 79.0, "do_not_propose", grade_before="AA", grade_after=None),
            decided("c", 79.0, "do_not_propose", grade_before=None, grade_after="none"),
        ]
    )
    assert [(one.application_id, one.before, one.after) for one in found.lines_crossed] == [
        ("a", "AA", "AAA"),
        ("b", "AA", "none"),
    ]
    assert found.count == 2 + len(found.inversions)
    assert "未达分数线" in translator("zh")(found.lines_crossed[1].message)


class TestFirstAgainstLast:
    def test_three_refused_against_three_as_proposed(self) -> None:
        talked = [
            *(decided(f"a{at}", 82.0, "do_not_propose", "propose_aa") for at in range(3)),
            decided("m", 82.0, "propose_aa"),
            *(decided(f"z{at}", 82.0, "propose_aa") for at in range(3)),
        ]
        found = first_against_last(talked)
        assert found is not None
        assert (found.first, found.last) == (("a0", "a1", "a2"), ("z0", "z1", "z2"))
        assert (found.departing_first, found.departing_last) == (1.0, 0.0)
        assert (found.shift_first, found.shift_last) == (-1.0, 0.0)
        # Of 20 ways to choose three of six, two part them so: all refused first, or all last.
        assert (found.p_departing, found.p_shift) == (0.1, 0.1)

    def test_by_hand_where_one_of_six_departs(self) -> None:
        talked = [
            decided("a", 91.0, "propose_aa", "send_to_site_visit", target="AAA"),
            *(decided(f"b{at}", 82.0, "propose_aa") for at in range(5)),
        ]
        found = first_against_last(talked)
        assert found is not None
        # The one that departs is in one half or the other: every way is as far apart.
        assert (found.p_departing, found.p_shift, found.shift_first) == (1.0, 1.0, pytest.approx(-1 / 3))

    def test_deferred_items_have_no_steps(self) -> None:
        talked = [decided(f"a{at}", 82.0, "defer", "propose_aa") for at in range(6)]
        found = first_against_last(talked)
        assert found is not None
        assert (found.departing_first, found.shift_first, found.p_shift) == (1.0, None, None)

    def test_fewer_than_six_or_consent(self) -> None:
        five = [decided(f"a{at}", 82.0, "propose_aa") for at in range(5)]
        assert first_against_last(five) is None
        consent = [decided(f"c{at}", 82.0, "propose_aa", block="consent") for at in range(9)]
        assert contradictions([*five, *consent]).ends is None


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_finding_has_words(language: str) -> None:
    say = translator(language)
    items = [decided(f"{at}", 80.0 + at, ("propose_aa", "do_not_propose")[at % 2], None) for at in range(6)]
    items += [decided("x", 79.0, "defer", grade_before="AA", grade_after="AAA")]
    found = contradictions(items)
    assert found.ends is not None
    every = [*found.inversions, *found.reasons_missing, *found.lines_crossed, found.ends]
    assert all("{" not in say(one.message) for one in every)
