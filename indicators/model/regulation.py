"""The regulation as frozen records: grades, conditions, steps, validity, sanctions, each with its article."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from indicators.model.common import Citation, Note, Status


@dataclass(frozen=True, slots=True)
class Article:
    """An article of the regulation, word for word."""

    number: int
    chapter: str
    text: str


@dataclass(frozen=True, slots=True)
class Grade:
    """One grade (级) of the standard's order. `name` is what is printed: ``AAA``."""

    name: str
    grade_class: Literal["A", "B", "C", "D"]
    accredited: bool


@dataclass(frozen=True, slots=True)
class FactTest:
    """A condition that is computed from facts.

    ``registered_in_province``: a county of the province. ``legal_form``: one of `allowed`. ``years_in_existence``:
    registered at least `years` before the application. ``clean_record``: no adverse record in the last `years`.
    ``steady_growth``: growth in each of the last `years` complete financial years.
    """

    rule: Literal["registered_in_province", "legal_form", "years_in_existence", "clean_record", "steady_growth"]
    years: int | None = None
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """A basic condition (Article 9) or grade condition (Article 10).

    `judged_by`: ``facts`` (computed by `tests`), ``declaration`` (declared, then reviewed) or ``experts`` (scored
    against the indicator table). `grades`: for which target grades it is asked.
    """

    id: str
    name: str
    name_en: str
    text: str
    grades: tuple[str, ...]
    judged_by: Literal["facts", "declaration", "experts"]
    cite: Citation
    tests: tuple[FactTest, ...] = ()


@dataclass(frozen=True, slots=True)
class AdverseRecordKind:
    """A kind of adverse quality-credit record. An ``event`` has a day; a ``listing`` lasts from entry to removal."""

    id: str
    name: str
    name_en: str
    nature: Literal["event", "listing"]
    cite: Citation


@dataclass(frozen=True, slots=True)
class StepAct:
    """What one authority has to do in a step before it is complete.

    `after` names the acts of the same step that must be done before; where both authorities act together (会同, 联合)
    neither waits for the other.
    """

    id: str
    name: str
    name_en: str
    level: Literal["applicant", "county", "prefecture", "province"]
    authority: Literal["applicant", "market_regulator", "drc", "experts"]
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the procedure; complete when all its acts are done. `grades`: the target grades that take it."""

    id: str
    order: int
    name: str
    name_en: str
    text: str
    grades: tuple[str, ...]
    acts: tuple[StepAct, ...]
    cite: Citation


@dataclass(frozen=True, slots=True)
class Validity:
    """How long an accreditation holds, from when."""

    years: int
    counted_from: Literal["announcement"]
    cite: Citation


@dataclass(frozen=True, slots=True)
class Sanction:
    """What follows from a wrong: the measures, and for how many years, from when, no application is accepted."""

    id: str
    name: str
    name_en: str
    occasion: Literal["untrue_while_applying", "untrue_after_announcement", "major_accident_or_proven_complaints"]
    measures: tuple[str, ...]
    debarment_years: int | None
    debarment_from: Literal["return", "revocation"] | None
    cite: Citation


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure that a sanction may take. `ends_validity`: the accreditation stops being valid."""

    id: str
    name: str
    name_en: str
    ends_validity: bool
    cite: Citation


@dataclass(frozen=True, slots=True)
class Interpretations:
    """Choices that the text of the regulation leaves open. `notes` has one entry for each other field that is given.

    Of supervision: `many_complaints`, how many found true within validity are many (Article 17); within how many days
    a complaint is taken up or not, and then investigated (Article 18: in time); how many days an order to rectify may
    give at most; of how many per cent of a prefecture's opinions on A, and of how many at least, the province rechecks
    a sample (Article 19).
    """

    growth_of: Literal["revenue"]
    growth_above_percent: Decimal
    growth_years_unknown_count_as: Literal["not_met", "unknown"]
    window_counted_from: Literal["application_date"]
    window_includes_its_day: bool
    listing_must_not_overlap_window: bool
    grade_a_is_noticed_and_announced: bool
    groundless_objection_stands: bool
    notes: Mapping[str, Note]
    # Regulations that were adopted before there was a supervision have none of these.
    many_complaints: int | None = None
    accept_within_days: int | None = None
    investigate_within_days: int | None = None
    rectify_within_days: int | None = None
    recheck_percent: int | None = None
    recheck_least: int | None = None


@dataclass(frozen=True, slots=True)
class Regulation:
    """The accreditation measures in working terms. `in_force_from` is ``None`` until the office enters it."""

    key: str
    name: str
    name_en: str
    status: Status
    document: str
    province: str
    in_force_from: date | None
    banner: str
    banner_en: str
    articles: tuple[Article, ...]
    grades: tuple[Grade, ...]
    grades_cite: Citation
    conditions: tuple[Condition, ...]
    adverse_record_kinds: tuple[AdverseRecordKind, ...]
    steps: tuple[Step, ...]
    validity: Validity
    measures: tuple[Measure, ...]
    sanctions: tuple[Sanction, ...]
    interpretations: Interpretations

    def accredited_grades(self) -> tuple[str, ...]:
        """Return the names of the grades accredited here, lowest first."""
        return tuple(grade.name for grade in reversed(self.grades) if grade.accredited)
