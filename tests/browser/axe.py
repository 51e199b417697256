"""Every page looked over by axe-core, in Chromium: ``python -m tests.browser.axe REGISTER --to docs/accessibility.md``.

Starts the dashboard on a copy of the register and walks role by role over the pages that the role has, in Chinese at
1440 × 900: each page once, as the first role that has it, or with ``--all`` each page of each role. What axe finds by
the rules of WCAG 2.2 A and AA, and by its best practices, is written as a table; what is known and stays is in
`EXPLAINED` with its reason. Ends with 1 where anything serious or critical is not explained. ``--only PAGE …`` looks
at a few; ``--raw FILE`` keeps what axe said.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from scoring.model import Actor

TAGS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
GRAVE: Final = ("serious", "critical")
WIDE: Final = {"width": 1440, "height": 900}
MEANT_FAINT: Final = ".qc-mark"
"""Who looked and when, across a page that may be photographed: hidden from who hears it, decoration (WCAG 1.4.3)."""
BEGIN, END = "<!-- axe: begin -->", "<!-- axe: end -->"


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
    Explained("heading-order", "<h[34]", "ours", "sections under the title are third headings, the second is left out"),
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


def visit(
    url: str, browser: Any, language: str, *, every_role: bool, only: list[str]
) -> Iterator[tuple[str, str, Any]]:
    """Yield (role, page, the page itself at rest) of each page in a language, as the first role that has it or all."""
    from dashboard.identity import ROLES
    from dashboard.roles import pages_of
    from dashboard.texts import translator
    from tests.browser import steady

    context = browser.new_context(
        viewport=WIDE, locale={"zh": "zh-CN", "en": "en-GB"}[language], timezone_id="Asia/Shanghai"
    )
    context.set_default_timeout(300_000)
    context.add_init_script(steady.WATCH)
    say = translator(language)
    seen: set[str] = set()
    for role in ROLES:
        own = pages_of(Actor(role, role, frozenset({role})))
        wanted = [one for one in own if (every_role or one.id not in seen) and (not only or one.id in only)]
        seen |= {one.id for one in own}
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
        for entry in wanted:
            title = say(f"page.{entry.id}")
            if entry != own[0]:
                page.locator('[data-testid="stSidebarNav"] a').get_by_text(title, exact=True).first.click()
            page.locator("h1", has_text=title).first.wait_for()
            at_rest(page)
            yield role, entry.id, page
        page.close()
    context.close()


def walk(url: str, browser: Any, *, every_role: bool, only: list[str]) -> Iterator[tuple[str, str, list[Found]]]:
    """Yield (role, page, what was found) of each page."""
    for role, name, page in visit(url, browser, "zh", every_role=every_role, only=only):
        yield role, name, look(page, name)


def table(found: list[Found], pages: list[str]) -> str:
    """Return what was found as Markdown: a row a rule and reason, then the pages on which nothing is ours."""
    lines = ["| pages | rule | impact | elements | whose | why |", "|---|---|---|---|---|---|"]
    rows: dict[tuple[str, str, str, str], Counter[str]] = {}
    for one in found:
        known = explained(one)
        told = (known.whose, known.why) if known else ("ours", "to be mended")
        rows.setdefault((one.rule, one.impact, *told), Counter())[one.page] += 1
    for (rule, impact, whose, why), counts in sorted(rows.items()):
        where = f"all {len(pages)}" if len(counts) == len(pages) else ", ".join(sorted(counts))
        lines.append(f"| {where} | {rule} | {impact} | {sum(counts.values())} | {whose} | {why} |")
    clean = sorted(
        set(pages) - {one.page for one in found if not ((known := explained(one)) and known.whose != "ours")}
    )
    lines += ["", f"{len(pages)} pages; nothing that is ours on {len(clean)}: {', '.join(clean)}."]
    return "\n".join(lines)


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


def main() -> int:
    """Look at what the call asks for."""
    from playwright.sync_api import sync_playwright

    from docs import screenshots

    parser = argparse.ArgumentParser()
    parser.add_argument("register")
    parser.add_argument("--to", type=Path)
    parser.add_argument("--raw", type=Path)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--only", nargs="*", default=[])
    asked = parser.parse_args()
    found: list[Found] = []
    pages: list[str] = []
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(screenshots.FLAGS))
        with _served(asked.register, Path(scratch)) as url:
            for role, page, own in walk(url, browser, every_role=asked.all, only=asked.only):
                pages.append(page)
                found += own
                print(role, page, dict(Counter(f"{one.rule} {one.impact}" for one in own)), flush=True)
                if asked.raw:
                    asked.raw.write_text(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1))
        browser.close()
    if asked.to:
        write(asked.to, table(found, pages))
    grave = unexplained(found)
    for one in grave:
        print(f"{one.page}: {one.rule} ({one.impact}) {one.target}\n  {one.html[:200]}", file=sys.stderr)
    return 1 if grave else 0


if __name__ == "__main__":
    sys.exit(main())
