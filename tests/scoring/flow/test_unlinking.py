"""Labels for experts: numbers within an application, by nothing that tells who."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from scoring import flow
from scoring.flow.unlinking import labels, unlinked
from scoring.register.decisions import SheetReference

KEYS = st.tuples(st.sampled_from(["a1", "a2", "a3"]), st.text("ABCDE", min_size=1, max_size=3))


@given(st.dictionaries(KEYS, st.text("0123456789abcdef", min_size=1), min_size=1), st.randoms())
def test_labels_run_from_one_in_each_application_and_depend_on_digests_alone(
    digests: dict[tuple[str, str], str], random: object
) -> None:
    dealt = labels(digests)
    for application in {key[0] for key in digests}:
        own = sorted(int(label) for key, label in dealt.items() if key[0] == application)
        assert own == list(range(1, len(own) + 1))
        in_order = sorted((key for key in dealt if key[0] == application), key=lambda key: int(dealt[key]))
        assert [digests[key] for key in in_order] == sorted(digests[key] for key in in_order)


def test_other_ids_and_another_order_change_nothing() -> None:
    once = labels({("a1", "E1"): "b", ("a1", "E2"): "a", ("a1", "E3"): "c"})
    renamed = labels({("a1", "X9"): "c", ("a1", "X7"): "b", ("a1", "X8"): "a"})
    assert [once["a1", name] for name in ("E1", "E2", "E3")] == ["2", "1", "3"]
    assert [renamed["a1", name] for name in ("X7", "X8", "X9")] == ["2", "1", "3"]


def test_references_keep_digest_and_version_and_lose_the_expert() -> None:
    given_ = (SheetReference("E02", 3, "bb"), SheetReference("E01", 1, "aa"))
    assert unlinked(given_) == (SheetReference("1", 1, "aa"), SheetReference("2", 3, "bb"))


def test_whoever_reads_a_decision_is_told_its_sheets_by_labels(office: Any) -> None:
    office.score("2026-0001", "1")
    office.to("deciding")
    office.decide()
    for role in ("chair", "inspector"):
        (decision,) = flow.read_decisions(office.register, office.who(role), "2026-sample")
        told = [sheet.expert_id for sheet in decision.sheets]
        assert told == [str(number) for number in range(1, len(told) + 1)]
        assert len(told) > 2
