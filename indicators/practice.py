"""Reference cases on which experts practise: evidence as a dossier holds it, the mark it earns, and why, in words.

A case is written for one indicator table, that of the round it names, and stands only beside that table: an anchor
changed since may earn another mark. It is made up; no enterprise, no authority and no round stands behind it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Final, Literal

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from indicators.load import SHIPPED as RULE_BOOKS
from indicators.load import read_rule_book
from indicators.model import Indicator, Round, Status
from indicators.plain import decimal_text
from indicators.shape import Shape
from indicators.toml_text import SCHEMA, TomlFile, parse_toml, read_toml_file

SHIPPED: Final = Path(__file__).parent / "practice"

ReferenceState = Literal["scored", "not_applicable", "insufficient"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One indicator of a case.

    Attributes
    ----------
    evidence : str
        What the dossier holds about it.
    state, share : str, Decimal or None
        The reference mark: the share of the indicator's points that its level earns, where it is `scored`.
    reason : str
        Why this and no other, by the words of the anchor.
    """

    indicator: str
    evidence: str
    state: ReferenceState
    reason: str
    share: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PracticeCase:
    """A made-up enterprise with the evidence of some indicators, for the indicator table of the round `round_id`."""

    case_id: str
    round_id: str
    status: Status
    title: str
    title_en: str
    enterprise: str
    industry: str
    size: Literal["large", "medium", "small", "micro"]
    target_grade: str
    portrait: str
    findings: tuple[Finding, ...]


_SHAPE: Final = Shape(PracticeCase, "practice_case")


def read_practice_cases(folder: Path = SHIPPED) -> tuple[PracticeCase, ...]:
    """Read every case of a folder, in the order of their files, each checked against the shipped round that it names.

    Raises
    ------
    FaultsError
        With everything found in all files.
    """
    faults: list[Fault] = []
    found = []
    for path in sorted(folder.glob("*.toml")):
        try:
            found.append(_case(read_toml_file(path)))
        except FaultsError as error:
            faults += error.faults
    if faults:
        raise FaultsError(faults)
    return tuple(found)


def case_faults(case: PracticeCase, round_: Round, file: str = "") -> list[Fault]:
    """Return what keeps a case from standing beside the indicator table of a round; all of it."""
    if case.round_id != round_.round_id:
        what = Message("practice_case.other_table")
        return [Fault(what, file, entry=case.case_id, column="round_id", seen=case.round_id, expected=round_.round_id)]
    leaves = {leaf.code: leaf for leaf in round_.indicator_table.leaves()}
    faults = []
    seen: set[str] = set()
    for one in case.findings:
        fault = partial(Fault, file=file, entry=one.indicator)
        if one.indicator in seen:
            faults.append(fault(Message("practice_case.indicator_twice"), column="indicator"))
        seen.add(one.indicator)
        if one.indicator not in leaves:
            faults.append(fault(Message("practice_case.indicator_unknown"), column="indicator", seen=one.indicator))
        else:
            faults += _mark_faults(one, leaves[one.indicator], fault)
    return faults


def _case(file: TomlFile) -> PracticeCase:
    tree = parse_toml(file)
    schema = tree.pop("schema", None)
    found, faults = _SHAPE.read(tree, file.name)
    if schema != SCHEMA:
        what = Message("rulebook.schema_unknown")
        faults.append(
            Fault(what, file.name, entry="practice_case", column="schema", seen=str(schema), expected=str(SCHEMA))
        )
    if found is not None:
        faults += [*_content_faults(file.name, found), *_table_faults(file.name, found)]
    if faults or found is None:
        raise FaultsError(faults)
    return found


def _content_faults(file: str, found: PracticeCase) -> Iterator[Fault]:
    """Say what is wrong with a case whatever its table."""
    if Path(file).stem != found.case_id:
        yield Fault(
            Message("practice_case.file_name"), file, entry="practice_case", column="case_id", seen=found.case_id
        )
    if found.status == "official":
        yield Fault(Message("practice_case.not_official"), file, entry="practice_case", column="status")
    if not found.findings:
        yield Fault(Message("practice_case.no_findings"), file, entry="practice_case", column="finding")
    for column in ("title", "title_en", "enterprise", "portrait"):
        if not getattr(found, column).strip():
            yield Fault(Message("practice_case.words_missing"), file, entry="practice_case", column=column)
    for one in found.findings:
        for column in ("evidence", "reason"):
            if not getattr(one, column).strip():
                yield Fault(Message("practice_case.words_missing"), file, entry=one.indicator, column=column)


def _table_faults(file: str, found: PracticeCase) -> list[Fault]:
    rounds = {path.stem: path for path in sorted((RULE_BOOKS / "rounds").glob("*.toml"))}
    if found.round_id not in rounds:
        what, known = Message("practice_case.other_table"), ", ".join(rounds)
        return [Fault(what, file, entry="practice_case", column="round_id", seen=found.round_id, expected=known)]
    return case_faults(found, read_rule_book(rounds[found.round_id]).round, file)


def _mark_faults(one: Finding, leaf: Indicator, fault: partial[Fault]) -> Iterator[Fault]:
    shares = sorted(level.share for level in leaf.levels)
    if one.state == "scored" and one.share not in shares:
        seen, expected = str(one.share), ", ".join(decimal_text(share) for share in shares)
        yield fault(Message("practice_case.not_a_level"), column="share", seen=seen, expected=expected)
    if one.state != "scored" and one.share is not None:
        yield fault(Message("practice_case.share_without_level"), column="share", seen=str(one.share))
    if one.state == "not_applicable" and not leaf.allows_not_applicable:
        yield fault(Message("practice_case.must_apply"), column="state", seen=one.state)
