"""Which application comes next: the second sitting sees only what was sent to the site visit."""

from __future__ import annotations

from dashboard.parts.case_picker import undecided
from scoring.flow import Outcome

IDS = ("a", "b", "c", "d")
DECIDED = (
    Outcome("a", "document_review", "propose_aa", "AA"),
    Outcome("b", "document_review", "send_to_site_visit", "AAA"),
    Outcome("c", "document_review", "send_to_site_visit", "AAA"),
    Outcome("c", "on_site_verification", "propose_aaa", "AAA"),
)


def test_the_first_sitting_has_what_nobody_decided():
    assert undecided(IDS, DECIDED, None) == {"d"}
    assert undecided(IDS, DECIDED, "document_review") == {"d"}


def test_the_second_sitting_has_what_was_sent_to_the_visit_and_is_open():
    assert undecided(IDS, DECIDED, "on_site_verification") == {"b"}
