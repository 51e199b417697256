"""Every page of every role in both languages, in Chromium: untranslated words, raw keys, text that does not fit.

``python -m tests.browser.languages REGISTER --to docs/languages.md`` starts the dashboard on a copy of the register and
walks as `axe` does, in Chinese and in English, each page at 1440 × 900 and at 390 × 844. Looked for are words of the
other language that the record does not hold, keys and fields of catalogues shown raw, and what does not fit: a page
wider than its window, text cut off, drawings that run out of their frame. Shut sections are opened first; of tables
that Streamlit paints the words are read, not the fit. Ends with 1 where anything is found that `EXPLAINED` does not
know. ``--only PAGE …`` and ``--roles ROLE …`` look at a few, ``--first`` at each once only, as the first role that has
it; ``--pictures FOLDER`` keeps a picture of each page on which something does not fit.

A walk takes half an hour on an idle machine and hours on a busy one. ``--kept FOLDER`` keeps every page as it is looked
at; a walk with the same folder leaves out what it holds of the same state, so that one can be ended and gone on with.
The table is made of all that the folder holds and names each state: ``--state``, the commit by default.
"""

from __future__ import annotations

import argparse
import json
import re
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from playwright.sync_api import TimeoutError

from dashboard.texts import translator
from tests.browser import axe

LANGUAGES: Final = ("zh", "en")
TRIES: Final = 3
SIZES: Final = {"wide": (1440, 900), "phone": (390, 844)}
CHINESE: Final = re.compile(r"[\u3400-\u9fff]+")
LATIN: Final = re.compile(r"[A-Za-z][A-Za-z'’-]+")
ESCAPED: Final = re.compile(r"\\u([0-9a-fA-F]{4})")
BEGIN, END = "<!-- languages: begin -->", "<!-- languages: end -->"
Kind = Literal["untranslated", "raw", "wide", "cut"]
KINDS: Final[Mapping[Kind, str]] = {
    "untranslated": "words of the other language",
    "raw": "a key or a field of a catalogue shown raw",
    "wide": "wider than its window",
    "cut": "text cut off",
}

LOOK: Final = Path(__file__).with_name("languages.js").read_text("utf-8")


@dataclass(frozen=True)
class Found:
    """What a reader should not see: on which page, in which language, at which size, what, where and which words."""

    page: str
    language: str
    size: str
    kind: Kind
    where: str
    words: str


@dataclass(frozen=True)
class Looked:
    """What was found on a page as a role sees it, in a language, at both sizes; `state` is the program's."""

    role: str
    page: str
    language: str
    found: tuple[Found, ...]
    state: str = ""


@dataclass(frozen=True)
class Explained:
    """What is known and stays: a kind, a pattern of place and words, and why."""

    kind: Kind
    pattern: str
    why: str

    def covers(self, found: Found) -> bool:
        """Return whether it is this that was found."""
        return found.kind == self.kind and re.search(self.pattern, f"{found.where} {found.words}") is not None


EXPLAINED: Final[tuple[Explained, ...]] = (
    Explained("untranslated", r"language \S+ (中文|English) ", "each language is offered under its own name"),
    Explained(
        "untranslated",
        r"← (Open|Choose an option|Choose date|Skip to main content|Collapse sidebar|Sidebar|file upload|Help for .*"
        r"|Clear value|Decrement|Increment|Next page|Previous page|Page \d+|Pagination|\d+ options? available\."
        r"|Selected Date: .*)$",
        "Streamlit's own names of its controls, in English whatever the page says; heard, not seen",
    ),
    Explained("untranslated", r"kbd\S* ", "what is printed on the key"),
    Explained("untranslated", r"code\S* .* ← docs/\w+$", "a folder of the program, as it is called on the disk"),
    Explained("untranslated", r"QCP ← QCP\d:", "how the code on a certificate begins"),
)


def held(register: Path) -> str:
    """Return every word that the record and the rule books hold, in one: what of it stands on a page is data."""
    words: set[str] = set()
    with closing(sqlite3.connect(f"file:{register}?mode=ro", uri=True)) as record:
        tables = [name for (name,) in record.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            for row in record.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 - names of its own tables
                for cell in row:
                    if isinstance(cell, str | bytes):
                        words.update(_words(cell))
    return "\n".join(sorted(words))


def _words(cell: str | bytes) -> Iterator[str]:
    text = cell if isinstance(cell, str) else cell.decode("utf-8", "ignore")
    if "\\u" in text:
        text = ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    yield from CHINESE.findall(text)
    yield from LATIN.findall(text)


@cache
def _keys() -> re.Pattern[str]:
    areas = sorted({key.split(".")[0] for key in translator("zh").keys})
    key = rf"(?<![\w./@-])({'|'.join(areas)})\.(?!(?:toml|csv|po|db|xlsx|py)\b)[a-z][a-z0-9_]*[a-z0-9](?![\w.(])"
    return re.compile(key + r"|(?<!\{)\{[a-z_]+\}(?!\})")


@cache
def _words_in_chinese() -> frozenset[str]:
    """Latin words of the Chinese texts themselves: a test of the catalogues holds them to a list."""
    say = translator("zh")
    return frozenset(word for key in say.keys for word in LATIN.findall(say._texts[key]))


@cache
def _said_in_chinese() -> frozenset[str]:
    say = translator("zh")
    return frozenset(say._texts[key] for key in say.keys if CHINESE.search(say._texts[key]))


def strange(text: str, language: str, record: str) -> list[str]:
    """Return what of a text is in the other language, and neither data nor a name both languages share."""
    if language == "en":
        # The whole of a text of the catalogue is not translated, though the record may use the same words.
        if text in _said_in_chinese():
            return [text]
        return [run for run in CHINESE.findall(text) if run not in record]
    own = _words_in_chinese()
    return [word for word in LATIN.findall(text) if len(word) > 2 and word not in own and word not in record]


def judged(told: Mapping[str, Any], page: str, language: str, size: str, record: str) -> Iterator[Found]:
    """Yield what of a page that was looked at a reader should not see."""
    for where, text in told["texts"]:
        if _keys().search(text):
            yield Found(page, language, size, "raw", where, text[:160])
        if words := strange(text, language, record):
            yield Found(page, language, size, "untranslated", where, f"{' '.join(words)[:60]} ← {text[:100]}")
    for kind, where, text in told["misfits"]:
        yield Found(page, language, size, kind, where, text)


def explained(found: Found) -> Explained | None:
    """Return what is known of a finding, ``None`` where it is to be mended."""
    return next((one for one in EXPLAINED if one.covers(found)), None)


def look(page: Any, name: str, language: str, record: str, pictures: Path | None = None) -> list[Found]:
    """Return what is found on a page that has come to rest, at both sizes; it is left wide."""
    page.evaluate("() => document.querySelectorAll('details:not([open]) > summary').forEach(one => one.click())")
    found: list[Found] = []
    for size, (width, height) in reversed(SIZES.items()):
        page.set_viewport_size({"width": width, "height": height})
        axe.at_rest(page)
        told = page.evaluate(LOOK)
        told["texts"] = told["texts"] if size == "wide" else []
        own = list(judged(told, name, language, size, record))
        found += own
        if pictures and any(one.kind in ("wide", "cut") and explained(one) is None for one in own):
            page.screenshot(path=pictures / f"{language}-{size}-{name}.png")
    return found


def walk(
    url: str,
    browser: Any,
    record: str,
    *,
    languages: Iterable[str] = LANGUAGES,
    every_role: bool,
    only: list[str],
    roles: Collection[str] = (),
    pictures: Path | None = None,
    state: str = "",
    done: Collection[tuple[str, str, str]] = (),
) -> Iterator[Looked]:
    """Yield what was found on each page in each language; what is `done` (role, page, language) is left out.

    A page that a starved machine does not bring in time is gone back to twice.
    """
    for language in languages:
        had = {(role, name) for role, name, of in done if of == language}
        for again in range(TRIES):
            try:
                for role, name, page in axe.visit(
                    url,
                    browser,
                    language,
                    every_role=every_role,
                    only=only,
                    roles=roles,
                    done=lambda *one, had=had: one in had,
                ):
                    found = tuple(look(page, name, language, record, pictures))
                    had.add((role, name))
                    yield Looked(role, name, language, found, state)
                break
            except TimeoutError as late:
                if again == TRIES - 1:
                    raise
                print(f"{language}: late, and gone back to: {str(late)[:200]}", file=sys.stderr, flush=True)


def keep(folder: Path, looked: Looked) -> None:
    """Keep what was found on a page, in place of what was found on it before."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{looked.language}-{looked.role}-{looked.page}.json"
    file.write_text(json.dumps(asdict(looked), ensure_ascii=False, indent=1), "utf-8")


def kept(folder: Path) -> list[Looked]:
    """Return what was kept in a folder."""
    every = [json.loads(file.read_text("utf-8")) for file in sorted(folder.glob("*.json"))]
    return [Looked(**{**one, "found": tuple(Found(**found) for found in one["found"])}) for one in every]


def table(every: list[Looked]) -> str:
    """Return what was found as Markdown: how many looks, a row a kind, and what is known and stays."""
    found = [one for looked in every for one in looked.found]
    pages, roles = ({one.page for one in every}, {one.role for one in every})
    states = Counter(one.state for one in every)
    at = ", ".join(f"{count * len(SIZES)} at {state or 'an unnamed state'}" for state, count in states.most_common())
    lines = [
        f"{len(pages)} pages, of {len(roles)} roles, in two languages at two sizes: {len(every) * len(SIZES)} looks"
        f" ({at}).",
        "",
        "| what | Chinese, wide | Chinese, phone | English, wide | English, phone |",
        "|---|---|---|---|---|",
    ]
    distinct = {one for one in found if explained(one) is None}
    counts = Counter((one.kind, one.language, one.size) for one in distinct)
    for kind, words in KINDS.items():
        cells = [
            "–" if kind in ("untranslated", "raw") and size == "phone" else str(counts[kind, language, size])
            for language in ("zh", "en")
            for size in SIZES
        ]
        lines.append(f"| {words} | {' | '.join(cells)} |")
    lines += ["", "| known, and stays | on | why |", "|---|---|---|"]
    for known in EXPLAINED:
        where = sorted({one.page for one in found if explained(one) is known})
        on = f"{len(where)} pages" if len(where) > 3 else ", ".join(where) or "none now"
        lines.append(f"| {KINDS[known.kind]}: `{known.pattern}` | {on} | {known.why} |")
    return "\n".join(lines)


def unexplained(found: Iterable[Found]) -> list[str]:
    """Return a line for each finding that nothing explains, each once however many roles see it."""
    return sorted(
        {
            f"{one.language} {one.size} {one.page}: {one.kind} [{one.where}] {one.words}"
            for one in found
            if explained(one) is None
        }
    )


def main() -> int:
    """Look at what the call asks for."""
    from playwright.sync_api import sync_playwright

    from docs import screenshots

    parser = argparse.ArgumentParser()
    parser.add_argument("register")
    parser.add_argument("--to", type=Path)
    parser.add_argument("--kept", type=Path)
    parser.add_argument("--pictures", type=Path)
    parser.add_argument("--first", action="store_true")
    parser.add_argument("--languages", nargs="*", default=LANGUAGES)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--roles", nargs="*", default=[])
    parser.add_argument("--state", default=axe._commit())
    asked = parser.parse_args()
    record = held(Path(asked.register))
    if asked.pictures:
        asked.pictures.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        folder = asked.kept or Path(scratch) / "kept"
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(screenshots.FLAGS))
        with axe._served(asked.register, Path(scratch)) as url:
            for one in walk(
                url,
                browser,
                record,
                languages=asked.languages,
                every_role=not asked.first,
                only=asked.only,
                roles=asked.roles,
                pictures=asked.pictures,
                state=asked.state,
                done=[(one.role, one.page, one.language) for one in kept(folder) if one.state == asked.state],
            ):
                keep(folder, one)
                print(one.language, one.role, one.page, *unexplained(one.found), sep="\n  ", flush=True)
        browser.close()
        every = kept(folder)
    if asked.to:
        axe.write(asked.to, table(every), BEGIN, END)
    return 1 if unexplained(found for one in every for found in one.found) else 0


if __name__ == "__main__":
    sys.exit(main())
