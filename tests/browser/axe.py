"""Every page looked over by axe-core, in Chromium: ``python -m tests.browser.axe REGISTER --to docs/accessibility.md``.

Starts the dashboard on a copy of the register and walks role by role over the pages that the role has, in Chinese and
English, at 1440 × 900 and 390 × 844: each page once, as the first role that has it, or with ``--all`` each page of each
role. What is folded is opened. What axe finds by the rules of WCAG 2.2 A and AA, and by its best practices, is written
as a table; what is known and stays is in `EXPLAINED` with its reason. Ends with 1 where anything serious or critical is
not explained. ``--only PAGE …``, ``--roles ROLE …`` and ``--language`` look at a few.

A walk takes an hour on a loaded machine. ``--kept FOLDER`` keeps every look as it is made; a walk with the same folder
leaves out what it holds, so that one can be ended and gone on with, or be split over several; the table is made of all
that the folder holds. ``--state`` names what is looked at, the commit by default.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from scoring.model import Actor
from tests.browser.axe_kept import LANGUAGES, SIZES, Found, Looked, keep, kept, table

TAGS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
GRAVE: Final = ("serious", "critical")
WIDE: Final = dict(zip(("width", "height"), SIZES["wide"], strict=True))
UNFOLD: Final = "() => document.querySelectorAll('details:not([open]) > summary').forEach(one => one.click())"
MEANT_FAINT: Final = ".qc-mark"
"""Who looked and when, across a page that may be photographed: hidden from who hears it, decoration (WCAG 1.4.3)."""
BEGIN, END = "<!-- axe: begin -->", "<!-- axe: end -->"


@dataclass(frozen=True)
class Explained:
    """What is known and stays: a rule, a pattern of the elements that break it, whose they are, and why they do."""

    rule: str
    where: str
    whose: str
    why: str

    def covers(self, found: Found) -> bool:
        """Return whether it is this that was found."""
        return found.rule == self.rule and re.search(self.where, f"{found.target} {found.html}") is not None


_NAVIGATION: Final = "Streamlit puts a box between the list of pages and its items, one for each section"
EXPLAINED: Final[tuple[Explained, ...]] = (
    Explained("list", "stSidebarNavItems", "Streamlit's", _NAVIGATION),
    Explained("listitem", r"<li class=\"st-emotion-cache", "Streamlit's", _NAVIGATION),
    Explained(
        "presentation-role-conflict",
        "stFileUploaderDropzone",
        "Streamlit's",
        "a place to drop files, named though it is no more than a frame",
    ),
    Explained(
        "landmark-unique", "stPagination", "Streamlit's", "the pages of every list are a navigation of the same name"
    ),
)


def script() -> str:
    """Return axe-core, as the package ships it (MPL-2.0)."""
    return (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")


def look(page: Any, name: str) -> list[Found]:
    """Return what axe finds on a page that has come to rest."""
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(script())
    options = {"runOnly": {"type": "tag", "values": list(TAGS)}, "resultTypes": ["violations"]}
    told = page.evaluate("([where, options]) => axe.run(where, options)", [{"exclude": [[MEANT_FAINT]]}, options])
    return [
        Found(
            name,
            rule["id"],
            node["impact"] or rule["impact"],
            " ".join(map(str, node["target"])),
            node["html"],
            node["failureSummary"],
        )
        for rule in told["violations"]
        for node in rule["nodes"]
    ]


def at_rest(page: Any) -> None:
    """Wait until a page is drawn: what a run drew anew fades in, and is pale meanwhile."""
    from tests.browser import steady

    steady.settled(page)
    page.wait_for_function("() => !document.querySelector('[data-stale=\"true\"]')")
    page.wait_for_timeout(600)


def explained(found: Found) -> Explained | None:
    """Return what is known of an element that breaks a rule, ``None`` where it is to be mended."""
    return next((one for one in EXPLAINED if one.covers(found)), None)


def unexplained(found: Iterable[Found]) -> list[Found]:
    """Return what is serious or critical, and not explained."""
    return [one for one in found if one.impact in GRAVE and explained(one) is None]


def own_pages(roles: Collection[str] = ()) -> dict[str, list[str]]:
    """Return the pages of each role, or of some, as the sidebar has them."""
    from dashboard.identity import ROLES
    from dashboard.roles import pages_of

    named = [role for role in ROLES if not roles or role in roles]
    return {role: [one.id for one in pages_of(Actor(role, role, frozenset({role})))] for role in named}


def visit(
    url: str,
    browser: Any,
    language: str,
    *,
    every_role: bool,
    only: list[str],
    roles: Collection[str] = (),
    done: Callable[[str, str], bool] = lambda role, page: False,
) -> Iterator[tuple[str, str, Any]]:
    """Yield (role, page, the page itself at rest) of each page in a language, as the first role that has it or all.

    `done` says of a role and a page that they are not to be looked at again.
    """
    from dashboard.identity import ROLES
    from dashboard.texts import translator
    from tests.browser import steady

    context = browser.new_context(
        viewport=WIDE, locale={"zh": "zh-CN", "en": "en-GB"}[language], timezone_id="Asia/Shanghai"
    )
    context.set_default_timeout(300_000)
    context.add_init_script(steady.WATCH)
    say = translator(language)
    seen: set[str] = set()
    for role, own in own_pages(roles).items():
        wanted = [one for one in own if (every_role or one not in seen) and (not only or one in only)]
        wanted = [one for one in wanted if not done(role, one)]
        seen |= set(own)
        if not wanted:
            continue
        page = context.new_page()
        answer = page.goto(f"{url}/?lang={language}")
        if not answer.ok:
            raise SystemExit(f"the dashboard answers {answer.status}: {page.inner_text('body')[:200]}")
        steady.settled(page)
        if role != ROLES[0]:
            box = page.locator('[data-testid="stSidebar"] [data-testid="stSelectbox"]').first
            steady.pick(box, say(f"page.role_{role}"), exact=True)
        for name in wanted:
            title = say(f"page.{name}")
            if name != own[0]:
                page.locator('[data-testid="stSidebarNav"] a').get_by_text(title, exact=True).first.click()
            page.locator("h1", has_text=title).first.wait_for()
            page.mouse.move(1, 1)  # off the name in the sidebar: what is said of it fades out, and is pale meanwhile
            at_rest(page)
            yield role, name, page
        page.close()
    context.close()


def walk(
    url: str,
    browser: Any,
    *,
    every_role: bool,
    only: list[str],
    roles: Collection[str] = (),
    languages: Iterable[str] = LANGUAGES,
    state: str = "",
    done: Collection[str] = (),
) -> Iterator[Looked]:
    """Yield what was found on each page, in each language at both sizes; what is `done` is left out."""
    for language in languages:

        def had(role: str, name: str, language: str = language) -> bool:
            return all(Looked(role, name, language, size, state, ()).place in done for size in SIZES)

        walked = visit(url, browser, language, every_role=every_role, only=only, roles=roles, done=had)
        for role, name, page in walked:
            page.evaluate(UNFOLD)
            for size in ("phone", "wide"):  # left wide: the pages stand open beside it
                page.set_viewport_size(dict(zip(("width", "height"), SIZES[size], strict=True)))
                at_rest(page)
                yield Looked(role, name, language, size, state, tuple(look(page, name)))


def whose(found: Found) -> tuple[str, str] | None:
    """Return whose an element is that breaks a rule, and why it stays; ``None`` where it is to be mended."""
    known = explained(found)
    return None if known is None else (known.whose, known.why)


def write(to: Path, text: str, begin: str = BEGIN, end: str = END) -> None:
    """Put a table between its two marks in a document."""
    before, _, rest = to.read_text("utf-8").partition(begin)
    _, _, after = rest.partition(end)
    to.write_text(f"{before}{begin}\n{text}\n{end}{after}", "utf-8")


@contextmanager
def _served(register: str, scratch: Path) -> Iterator[str]:
    """Serve a copy of a register; an address is one that is served already."""
    from docs import screenshots

    if register.startswith("http"):
        yield register
        return
    shutil.copyfile(register, scratch / "register.db")
    with screenshots._served(scratch / "register.db") as url:
        yield url


def _commit() -> str:
    told = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return told.stdout.strip() or "unknown"


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("register")
    parser.add_argument("--to", type=Path)
    parser.add_argument("--kept", type=Path)
    parser.add_argument("--state", default=_commit())
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--roles", nargs="*", default=[])
    parser.add_argument("--language", choices=LANGUAGES)
    parser.add_argument("--merge", action="store_true", help="look at nothing: make the table of what is kept")
    return parser.parse_args()


def _looked(asked: argparse.Namespace, folder: Path) -> None:
    """Look at what the call asks for, and is not kept yet."""
    from playwright.sync_api import sync_playwright

    from docs import screenshots

    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(screenshots.FLAGS))
        with _served(asked.register, Path(scratch)) as url:
            for one in walk(
                url,
                browser,
                every_role=asked.all,
                only=asked.only,
                roles=asked.roles,
                languages=[asked.language] if asked.language else LANGUAGES,
                state=asked.state,
                done={one.place for one in kept(folder)},
            ):
                keep(folder, one)
                print(one.place, dict(Counter(f"{own.rule} {own.impact}" for own in one.found)), flush=True)
        browser.close()


def main() -> int:
    """Look, and make the table."""
    asked = _asked()
    with tempfile.TemporaryDirectory() as scratch:
        folder = asked.kept or Path(scratch)
        if not asked.merge:
            _looked(asked, folder)
        every = kept(folder)
    if asked.to:
        wanted = [(role, page) for role, pages in own_pages().items() for page in pages] if asked.all else []
        write(asked.to, table(every, wanted, whose))
    grave = unexplained(found for one in every for found in one.found)
    for one in {(one.page, one.rule, one.html): one for one in grave}.values():
        print(f"{one.page}: {one.rule} ({one.impact}) {one.target}\n  {one.html[:200]}", file=sys.stderr)
    return 1 if grave else 0


if __name__ == "__main__":
    sys.exit(main())
