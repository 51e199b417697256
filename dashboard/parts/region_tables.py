"""The tables of the page on grades by prefecture: the official order of the prefectures, never a ranking."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dashboard.parts.listing import listed
from dashboard.parts.region_words import totals
from dashboard.parts.wording import as_html
from indicators.language import Translator
from scoring.flow import Distribution, Stock
from scoring.statistics.regions import RegionCounts

Columns = Sequence[tuple[str, Sequence[str]]]


def distribution_table(
    found: Distribution, before: Distribution | None, names: Mapping[str, str], say: Translator
) -> str:
    """Return applied and granted by prefecture, with the caps, and the round before over the same grades."""
    grades = list(reversed(found.grades))
    known = list(totals(found))
    earlier = {} if before is None else {region.code: region for region in before.regions}
    columns = [
        (say("regions.column_applied"), [_with_cap(grade, found.caps, say) for grade in grades]),
        (say("regions.column_granted"), [*grades, say("regions.column_sum")]),
        (say("regions.column_before"), [_before_name(before, known, say)]),
    ]
    rows = [
        (
            names[region.code],
            [
                *(_applied(region.applied[grade], found.caps.get(grade), say) for grade in grades),
                *(_count(region.granted.get(grade)) for grade in grades),
                f"<b>{region.grants}</b>",
                _count(_sum_over(earlier.get(region.code), known)),
            ],
        )
        for region in found.regions
    ]
    whole = [
        *(str(sum(region.applied[grade] for region in found.regions)) for grade in grades),
        *(_count(totals(found).get(grade)) for grade in grades),
        f"<b>{sum(region.grants for region in found.regions)}</b>",
        _count(_whole_before(before, known)),
    ]
    return table(say("regions.column_prefecture"), columns, rows, (say("regions.whole_province"), whole))


def stock_table(found: Stock, names: Mapping[str, str], say: Translator) -> str:
    """Return what is valid by prefecture and grade, and what is no longer."""
    grades = list(reversed(found.grades))
    ended = ("expired", "revoked", "superseded")
    columns = [
        (say("regions.column_valid"), [*grades, say("regions.column_sum"), say("regions.column_ending")]),
        (say("regions.column_ended"), [say(f"regions.column_{how}") for how in ended]),
    ]
    numbers = [
        [
            *(one.valid[grade] for grade in grades),
            one.valid_ones,
            one.ending,
            one.expired,
            one.revoked,
            one.superseded,
        ]
        for one in found.regions
    ]
    rows = [(names[one.code], list(map(str, row))) for one, row in zip(found.regions, numbers, strict=True)]
    whole = [str(sum(column)) for column in zip(*numbers, strict=True)]
    return table(say("regions.column_prefecture"), columns, rows, (say("regions.whole_province"), whole))


def trend_table(every: Sequence[Distribution], names: Mapping[str, str], say: Translator) -> str:
    """Return the counts of the figure on rounds: a column a round, the grades of each cell from the highest."""
    columns = [(str(one.year), [" · ".join(reversed(one.grades))]) for one in every]
    codes = [region.code for region in every[0].regions]
    by_code = [{region.code: region for region in one.regions} for one in every]
    rows = [
        (
            names[code],
            [
                " · ".join(_count(found[code].granted.get(grade)) for grade in reversed(one.grades))
                for one, found in zip(every, by_code, strict=True)
            ],
        )
        for code in codes
    ]
    whole = [" · ".join(_count(totals(one).get(grade)) for grade in reversed(one.grades)) for one in every]
    return table(say("regions.column_prefecture"), columns, rows, (say("regions.whole_province"), whole))


def table(
    first: str, columns: Columns, rows_html: Iterable[tuple[str, Sequence[str]]], whole_html: tuple[str, Sequence[str]]
) -> str:
    """Return a table with grouped columns and a row of totals; it scrolls by itself, its first column stays."""
    groups = "".join(f'<th scope="colgroup" colspan="{len(inner)}">{as_html(name)}</th>' for name, inner in columns)
    heads = "".join(
        f'<th scope="col"{" class=first" if place == 0 else ""}>{as_html(name)}</th>'
        for _, inner in columns
        for place, name in enumerate(inner)
    )
    starts = {sum(len(inner) for _, inner in columns[:place]) for place in range(len(columns))}

    def row(name: str, cells: Sequence[str]) -> str:
        inner = "".join(
            f"<td{' class=first' if place in starts else ''}>{cell}</td>" for place, cell in enumerate(cells)
        )
        return f'<tr><th scope="row">{as_html(name)}</th>{inner}</tr>'

    body = "".join(row(name, cells) for name, cells in rows_html)
    head = f'<tr><th rowspan="2" scope="col">{as_html(first)}</th>{groups}</tr><tr>{heads}</tr>'
    return (
        f'<div class="rg-scroll" tabindex="0"><table class="rg-table"><thead>{head}</thead>'
        f"<tbody>{body}</tbody><tfoot>{row(*whole_html)}</tfoot></table></div>"
    )


def _with_cap(grade: str, caps: Mapping[str, int], say: Translator) -> str:
    return say("regions.grade_with_cap", grade=grade, cap=caps[grade]) if grade in caps else grade


def _applied(count: int, cap: int | None, say: Translator) -> str:
    if cap is None or count < cap:
        return str(count)
    key, kind = ("regions.over_cap", "bad") if count > cap else ("regions.at_cap", "near")
    return f'{count} <span class="qc-chip {kind}">{as_html(say(key))}</span>'


def _count(count: int | None) -> str:
    return "—" if count is None else str(count)


def _sum_over(region: RegionCounts | None, grades: Sequence[str]) -> int | None:
    return None if region is None else sum(region.granted.get(grade, 0) for grade in grades)


def _whole_before(before: Distribution | None, grades: Sequence[str]) -> int | None:
    return None if before is None else sum(_sum_over(region, grades) or 0 for region in before.regions)


def _before_name(before: Distribution | None, known: Sequence[str], say: Translator) -> str:
    if before is None:
        return say("regions.none_before")
    return say("regions.before_name", year=before.year, grades=listed(known, say))
