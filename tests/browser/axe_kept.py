"""What axe found, kept a file a page looked at: a walk that ends early loses nothing, and several become one table."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

LANGUAGES: Final = ("zh", "en")
SIZES: Final = {"wide": (1440, 900), "phone": (390, 844)}


@dataclass(frozen=True)
class Found:
    """An element that breaks a rule. `target` is where it is, as CSS has it; `said` is what axe says of it."""

    page: str
    rule: str
    impact: str
    target: str
    html: str
    said: str


@dataclass(frozen=True)
class Looked:
    """One look: a page as a role, in a language, at a size, of a state of the product; and what was found."""

    role: str
    page: str
    language: str
    size: str
    state: str
    found: tuple[Found, ...]

    @property
    def place(self) -> str:
        """Return what tells a look from every other."""
        return f"{self.role}-{self.page}-{self.language}-{self.size}"


def keep(folder: Path, looked: Looked) -> None:
    """Keep a look, in place of an earlier one at the same."""
    folder.mkdir(parents=True, exist_ok=True)
    half = folder / f"{looked.place}.part"
    half.write_text(json.dumps(asdict(looked), ensure_ascii=False, indent=1), "utf-8")
    half.replace(folder / f"{looked.place}.json")


def kept(folder: Path) -> list[Looked]:
    """Return the looks that a folder holds."""
    every = [json.loads(file.read_text("utf-8")) for file in sorted(folder.glob("*.json"))]
    return [Looked(**{**one, "found": tuple(Found(**found) for found in one["found"])}) for one in every]


def table(
    every: list[Looked], wanted: Iterable[tuple[str, str]], whose: Callable[[Found], tuple[str, str] | None]
) -> str:
    """Return what was found as Markdown: how many looks, a row a rule and reason, the pages where nothing is ours.

    Parameters
    ----------
    every : list of Looked
    wanted : iterable of (role, page)
        What there is to be looked at in both languages at both sizes; what is missing is said.
    whose : callable
        Whose an element is, and why it stays; ``None`` where it is ours and to be mended.
    """
    pages = sorted({one.page for one in every})
    states = ", ".join(f"`{one}`" for one in sorted({one.state for one in every}))
    lines = [
        f"{len(pages)} pages as {len({one.role for one in every})} roles: {len(every)} looks, of {states}.",
        "",
        "| | wide | phone |",
        "|---|---|---|",
    ]
    done = Counter((one.language, one.size) for one in every)
    pairs = sorted(set(wanted) | {(one.role, one.page) for one in every})
    for language in LANGUAGES:
        cells = [f"{done[language, size]} of {len(pairs)}" for size in SIZES]
        lines.append(f"| {language} | {' | '.join(cells)} |")
    lines += ["", "| pages | rule | impact | looks | elements | whose | why |", "|---|---|---|---|---|---|---|"]
    rows: dict[tuple[str, str, str, str], Counter[Looked]] = {}
    ours: set[str] = set()
    for look in every:
        for one in look.found:
            told = whose(one) or ("ours", "to be mended")
            ours |= {look.page} if told[0] == "ours" else set()
            rows.setdefault((one.rule, one.impact, *told), Counter())[look] += 1
    for (rule, impact, owner, why), counts in sorted(rows.items()):
        on = sorted({look.page for look in counts})
        where = f"all {len(pages)}" if len(on) == len(pages) else f"{len(on)} pages" if len(on) > 8 else ", ".join(on)
        lines.append(f"| {where} | {rule} | {impact} | {len(counts)} | {counts.total()} | {owner} | {why} |")
    lines += ["", f"Nothing that is ours on {len(set(pages) - ours)} of {len(pages)} pages."]
    return "\n".join([*lines, *_missing(every, pairs)])


def _missing(every: list[Looked], pairs: list[tuple[str, str]]) -> list[str]:
    """Return the pages that were looked at in no role, or in some language or at some size not at all."""
    seen = {(one.page, one.language, one.size) for one in every}
    lacking = {
        page: [f"{language} {size}" for language in LANGUAGES for size in SIZES if (page, language, size) not in seen]
        for page in sorted({page for _, page in pairs})
    }
    told = [f"{page} ({', '.join(where)})" for page, where in lacking.items() if where]
    return [f"Not looked at as any role: {'; '.join(told)}."] if told else ["Every page was looked at in each."]
