"""A file of experts, checked, as records, and back."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from indicators.faults import FaultsError
from indicators.language import Message
from indicators.tabular import Table
from scoring.intake.columns import match_headings
from scoring.intake.row import Row
from scoring.model import Expert


@dataclass(frozen=True, slots=True)
class ExpertsRead:
    """The experts of a file, in its order, and what has to be said about it."""

    experts: tuple[Expert, ...]
    notices: tuple[Message, ...]


def read_experts(table: Table, *, prefectures: Collection[str]) -> ExpertsRead:
    """Return the experts of a table.

    Parameters
    ----------
    table : Table
        Columns as `columns.toml` names them.
    prefectures : collection of str
        Codes that may stand as region.

    Raises
    ------
    FaultsError
        With every fault of the file.
    """
    found, faults, notices = match_headings(table, "expert")
    if faults:
        raise FaultsError(faults)
    experts: list[Expert] = []
    rows_of: dict[str, int] = {}
    for number, cells in table.rows:
        row = Row(table.file, number, cells, found)
        expert = _expert(row, prefectures)
        if expert is not None:
            if (earlier := rows_of.get(expert.expert_id)) is not None:
                row.fault("expert_id", Message("intake.twice", {"earlier": earlier}), seen=expert.expert_id)
            rows_of.setdefault(expert.expert_id, number)
            experts.append(expert)
        faults += row.faults
    if faults:
        raise FaultsError(faults)
    return ExpertsRead(tuple(experts), tuple(table.notices) + tuple(notices))


def _expert(row: Row, prefectures: Collection[str]) -> Expert | None:
    expert_id = row.plain("expert_id")
    name, employer = row.text("name"), row.text("employer")
    region = row.member("region", prefectures, Message("intake.a_prefecture_code"))
    expertise = row.items("expertise", str)
    since, until = row.day("appointed_from"), row.day("appointed_until", required=False)
    if since is not None and until is not None and until < since:
        row.fault("appointed_until", Message("intake.ends_before_it_begins"), seen=f"{since}/{until}")
    if not expert_id or region is None or since is None:
        return None
    return Expert(expert_id, name, employer, region, expertise, since, until)


def expert_rows(experts: Iterable[Expert]) -> list[dict[str, str]]:
    """Return the cells of each expert by column identifier, such that reading them gives the expert back."""
    return [
        {
            "expert_id": expert.expert_id,
            "name": expert.name,
            "employer": expert.employer,
            "region": expert.region,
            "expertise": ";".join(expert.expertise),
            "appointed_from": expert.appointed_from.isoformat(),
            "appointed_until": expert.appointed_until.isoformat() if expert.appointed_until else "",
        }
        for expert in experts
    ]
