"""What offices do before the experts: plan and notice signed, applications reviewed, rechecked, recommended, confirmed.

Bulk acts, one a prefecture and office; also for registers of tests, which begin where experts do.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from typing import Final

from indicators.regions import Regions
from scoring import flow
from scoring.demonstration.pools import name_pool, note_pool
from scoring.model import Actor, Application
from scoring.procedure.opening import KINDS
from scoring.register.database import Register

#: Acts of county and prefecture in their order, and who does them.
_RECOMMENDING: Final = (
    ("county_preliminary_review", "county_regulator"),
    ("county_recheck", "county_drc"),
    ("prefecture_document_review", "prefecture_regulator"),
    ("prefecture_recheck", "prefecture_drc"),
    ("grade_opinion_or_recommendation", "prefecture_regulator"),
)
_CONFIRMING: Final = (("confirmation_by_market_regulator", "secretariat"), ("confirmation_by_drc", "province_drc"))
#: What a confirmation that is refused fails by, as the offices of the demonstration see it.
_REFUSED_BY: Final = "clean_record_a"


def office(role: str, region: str | None = None) -> Actor:
    """Return the office that acts in a role, for a region where it is bound to one."""
    bound = "" if region is None else f"-{region}"
    return Actor(f"demo-{role.replace('_', '-')}{bound}", name_pool().offices[role], frozenset({role}), region)


def sign_papers(
    register: Register, moments: Iterator[datetime], round_id: str, *, first_day: date, last_day: date
) -> None:
    """Draft annual plan and opening notice of a round and let both authorities sign them."""
    words = note_pool()
    secretariat, drc = office("secretariat"), office("province_drc")
    for kind in KINDS:
        notice = kind == "opening_notice"
        flow.draft_opening(
            register,
            secretariat,
            next(moments),
            round_id,
            kind=kind,
            title=words.papers[kind].format(round_id=round_id),
            content=words.paper_text.format(first=first_day, last=last_day),
            first_day=first_day if notice else None,
            last_day=last_day if notice else None,
        )
        for signer in (secretariat, drc):
            flow.sign_opening(register, signer, next(moments), round_id, kind=kind, version=1)


def recommend(
    register: Register,
    moments: Iterator[datetime],
    round_id: str,
    applications: Sequence[Application],
    regions: Regions,
) -> None:
    """Let county and prefecture do what is theirs for applications, all of which are recommended."""
    by_prefecture: dict[str, list[str]] = {}
    for one in applications:
        prefecture = regions.prefecture_of(one.enterprise.county).code
        by_prefecture.setdefault(prefecture, []).append(one.application_id)
    for prefecture, names in sorted(by_prefecture.items()):
        for act, role in _RECOMMENDING:
            # A reason beside every recommendation: some stand against a fact that the office saw otherwise.
            reason = note_pool().recommended if act == _RECOMMENDING[-1][0] else ""
            signed = [flow.Signed(name, act, reason=reason) for name in names]
            flow.sign_steps(register, office(role, prefecture), next(moments), round_id, signed)


def confirm(
    register: Register,
    moments: Iterator[datetime],
    round_id: str,
    applications: Sequence[Application],
    *,
    refused: Collection[str] = (),
) -> None:
    """Let both provincial authorities confirm applications for A (Article 12(4)), and the first refuse some."""
    names = [one.application_id for one in applications if one.target_grade == "A"]
    against = [name for name in names if name in refused]
    # Rounds of different years go by different regulations, each with clauses of its own.
    law = flow.show_round(register, office(_CONFIRMING[0][1]), round_id).rule_book.regulation
    clause = next(one.cite.clause for one in law.conditions if one.id == _REFUSED_BY)
    for number, (act, role) in enumerate(_CONFIRMING):
        signed = [flow.Signed(name, act) for name in names if name not in refused]
        if number == 0:
            reason = note_pool().not_confirmed
            signed += [flow.Signed(name, act, "refused", reason, clause) for name in against]
        if signed:
            flow.sign_steps(register, office(role), next(moments), round_id, signed)
