"""The city table: parts of the province, in them the prefectures in the official order, never a ranking."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from dashboard.parts.regional_table import NOTHING
from dashboard.parts.regions_shown import Shown
from dashboard.parts.wording import as_html
from indicators.language import Message
from scoring.flow.regional.lines import area_of


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: a prefecture, a part of the province with those of its prefectures, or the whole.

    `members` are rows of the table ``cities``; `rate` is where its rate stands, table and row.
    """

    kind: str
    name: str
    members: tuple[int, ...]
    rate: tuple[str, int]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading and how a cell of it is written."""

    head: str
    cell: Callable[[Row], str]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Columns under one heading."""

    name: str
    head: str
    columns: tuple[Column, ...]


def rows(shown: Shown) -> tuple[Row, ...]:
    """Return the rows from the south to the north, the whole province last."""
    lines = shown.report.prefectures
    cities = shown.tables["cities"].rows
    found = []
    for at, area in enumerate(shown.report.areas):
        inside = tuple(place for place, line in enumerate(lines) if area_of(line.line.code) == area.code)
        if inside:
            name = shown.words(shown.raw("areas", at, 0))
            found.append(Row("area", name, inside, ("areas", at)))
            found += [Row("one", shown.words(cities[place][0]), (place,), ("rates", place)) for place in inside]
    whole = len(lines)
    return (*found, Row("whole", shown.words(cities[whole][0]), (whole,), ("whole", 0)))


def groups(shown: Shown, *, steps: bool = True) -> tuple[Group, ...]:
    """Return the columns, those of the steps only where there is room."""
    say = shown.say
    found = [
        Group("applied", say("regions.column_applied"), tuple(_of_grades(shown, "applied_of"))),
        Group("recommended", say("regions.column_recommended"), tuple(_recommended(shown))),
    ]
    if steps:
        found.append(Group("passed", say("regions.column_passed"), tuple(_passed(shown))))
    granted = (*_of_grades(shown, "granted_of"), _counted(shown, say("regions.column_sum"), "granted", "sum"))
    found.append(Group("granted", say("regions.column_granted"), granted))
    found.append(Group("earlier", _earlier_head(shown), (_counted(shown, "", "earlier"),)))
    found.append(Group("rate", say("regions.column_rate"), (Column("", lambda row: _rate(shown, row), "rate"),)))
    return tuple(group for group in found if group.columns)


def city_table(shown: Shown, *, steps: bool = True) -> str:
    """Return the table for wide screens; the first column stays where it must scroll."""
    columns = groups(shown, steps=steps)
    over = "".join(
        f'<th scope="{"colgroup" if len(group.columns) > 1 else "col"}" colspan="{len(group.columns)}"'
        f'{"" if _headed(group) else " rowspan=2"} class="first {group.name}">{as_html(group.head)}</th>'
        for group in columns
    )
    under = "".join(
        f'<th scope="col" class="{_first(at)} {column.kind}">{as_html(column.head)}</th>'
        for group in columns
        if _headed(group)
        for at, column in enumerate(group.columns)
    )
    body = "".join(
        f'<tr class="{row.kind}"><th scope="row">{row.name}</th>'
        + "".join(
            f'<td class="{_first(at)} {column.kind}">{column.cell(row)}</td>'
            for group in columns
            for at, column in enumerate(group.columns)
        )
        + "</tr>"
        for row in rows(shown)
    )
    first = as_html(shown.say("regions.column_place"))
    head = f'<tr><th rowspan="2" scope="col">{first}</th>{over}</tr><tr>{under}</tr>'
    return (
        f'<div class="rg-scroll" tabindex="0" role="region" aria-label="{as_html(shown.say("regions.cities"))}">'
        f'<table class="rg-table" lang="{shown.say.language}"><thead>{head}</thead><tbody>{body}</tbody></table></div>'
    )


def city_cards(shown: Shown) -> str:
    """Return the table for phones: a line a place, which opens to the rest of its row."""
    # The table has every cell marked; here they stand a second time, for those who see no table.
    plain = replace(shown, with_marks=False)
    columns = groups(plain)
    return '<div class="rg-cards">' + "".join(_card(plain, row, columns) for row in rows(plain)) + "</div>"


def _card(shown: Shown, row: Row, columns: tuple[Group, ...]) -> str:
    counts = shown.say("regions.of", count=_count(shown, row, "granted"), of=_count(shown, row, "of"))
    head = f"<b>{row.name}</b><span>{counts}</span><span>{shown.rate(*row.rate)}</span>"
    inside = "".join(
        f"<dt>{as_html(group.head)}</dt><dd>"
        + "".join(f"<span><small>{as_html(column.head)}</small> {column.cell(row)}</span>" for column in group.columns)
        + "</dd>"
        for group in columns
        if group.name != "rate"
    )
    return f'<details class="{row.kind}"><summary>{head}</summary><dl>{inside}</dl></details>'


def _count(shown: Shown, row: Row, name: str) -> str:
    # The table of the whole calls it what it is above the line; those of places what was granted.
    key, at = row.rate
    return shown.named(key, at, "numerator" if key == "whole" and name == "granted" else name)


def _rate(shown: Shown, row: Row) -> str:
    counts = shown.say("regions.of", count=_count(shown, row, "granted"), of=_count(shown, row, "of"))
    return f"<small>{counts}</small> {shown.rate(*row.rate)}"


def _of_grades(shown: Shown, name: str) -> Iterator[Column]:
    in_areas = shown.by_grade("areas", name) if "areas" in shown.tables else {}
    for grade, at in shown.by_grade("cities", name).items():
        yield Column(grade, _cell(shown, at, in_areas.get(grade)))


def _counted(shown: Shown, head: str, name: str, kind: str = "") -> Column:
    in_areas = shown.places("areas", name) if "areas" in shown.tables else []
    return Column(head, _cell(shown, shown.place("cities", name), in_areas[0] if in_areas else None), kind)


def _passed(shown: Shown) -> Iterator[Column]:
    steps = shown.places("cities", "passed_of")
    for at in steps:
        head = shown.tables["cities"].columns[at]
        step = shown.say.say(head.values["step"]) if isinstance(head, Message) else ""
        yield Column(step, _cell(shown, at, None), "step last" if at == steps[-1] else "step")


def _recommended(shown: Shown) -> Iterator[Column]:
    caps = shown.by_grade("cities", "cap_of")
    for grade, at in shown.by_grade("cities", "recommended_of").items():
        plain = _cell(shown, at, None)
        cap = caps.get(grade)
        yield Column(grade, plain if cap is None else _with_cap(shown, at, cap, plain), "cap")


def _with_cap(shown: Shown, at: int, cap: int, plain: Callable[[Row], str]) -> Callable[[Row], str]:
    """Return how a count is written beside its cap; a cap is one prefecture's, so that sums have none."""

    def cell(row: Row) -> str:
        if row.kind != "one":
            return plain(row)
        used, most = shown.raw("cities", row.members[0], at), shown.raw("cities", row.members[0], cap)
        words = shown.say("regions.of", count=plain(row), of=shown.html("cities", row.members[0], cap))
        if isinstance(used, int) and isinstance(most, int) and used >= most:
            key, kind = ("over_cap", "bad") if used > most else ("at_cap", "near")
            words += f' <span class="qc-chip {kind}">{as_html(shown.say(f"regions.{key}"))}</span>'
        return words

    return cell


def _cell(shown: Shown, at: int, in_areas: int | None) -> Callable[[Row], str]:
    """Return how a count is written: of a part of the province from its own table, else as the sum of its rows."""

    def cell(row: Row) -> str:
        if row.kind != "area":
            return shown.html("cities", row.members[0], at)
        if in_areas is not None:
            return shown.html("areas", row.rate[1], in_areas)
        counts = [shown.raw("cities", member, at) for member in row.members]
        return NOTHING if None in counts else str(sum(count for count in counts if isinstance(count, int)))

    return cell


def _earlier_head(shown: Shown) -> str:
    before = [one.year for one in shown.report.years if one.year < shown.report.year]
    return shown.say("regions.column_before", year=max(before)) if before else shown.say("regions.column_no_before")


def _headed(group: Group) -> bool:
    return any(column.head for column in group.columns)


def _first(at: int) -> str:
    return "first" if at == 0 else ""
