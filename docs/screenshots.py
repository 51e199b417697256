"""Takes a picture of every page, in Chinese wide and on a phone, in English wide, from a demonstration register.

``python docs/screenshots.py REGISTER [FOLDER] [--only en-wide]``: starts the dashboard on copies of the register, as it
is and with its round brought on to the decisions, walks role by role over the pages that the role has, and writes
``<language>-<width>-<page>[-<state>].png``, each as long as its page. It needs Debian's Chromium and Playwright.
Pictures are taken to be looked at; what is wrong in one is mended in the page. Those of the last look stand in
``docs/screens``.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from PIL import Image
from playwright.sync_api import sync_playwright

from dashboard.identity import ROLES
from dashboard.roles import PAGES, pages_of
from dashboard.texts import translator
from scoring import flow
from scoring.model import Actor
from scoring.register.database import open_register

ROOT: Final = Path(__file__).parents[1]
SIZES: Final = {"wide": (1440, 900), "phone": (390, 844), "slide": (1600, 900)}
TAKEN: Final = (("zh", "wide"), ("zh", "phone"), ("en", "wide"))
LONGEST: Final = 3600
COLOURS: Final = 128
PATIENCE: Final = 120_000
FLAGS: Final = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")


@dataclass(frozen=True)
class State:
    """A page in a state worth a look of its own: with a round that ended, while decisions are made, as a slide."""

    page: str
    name: str
    round_year: str | None = None
    deciding: bool = False
    slide: bool = False
    role: str | None = None

    @property
    def taken_as(self) -> str:
        """The role to take it as: the one named, or the first that has the page."""
        return self.role or next(role for role in ROLES if self.page in {one.id for one in pages_of(_actor(role))})


#: Pages of several roles, as the one that has most to do there; the round that has something to show.
AS: Final = {"office_intake": "county_regulator", "office_credit": "province_drc", "everyone_register": "public"}
FINISHED: Final = {"office_credit", "office_notice", "office_accreditation", "holder_draw"}


def _actor(role: str) -> Actor:
    return Actor(role, role, frozenset({role}))


STATES: Final = (
    *(State(page.id, "", "2025" if page.id in FINISHED else None, role=AS.get(page.id)) for page in PAGES),
    State("office_steps", "prefecture", role="prefecture_regulator"),
    State("office_supervision", "county", role="county_regulator"),
    State("office_oversight", "prefecture", role="prefecture_regulator"),
    State("holder_draw", "reviewing"),
    State("expert_tasks", "ended", "2025"),
    State("chair_overview", "deciding", deciding=True),
    State("chair_application", "deciding", deciding=True),
    State("chair_overview", "ended", "2025"),
    State("chair_application", "ended", "2025"),
    State("chair_quality", "ended", "2025"),
    State("inspector_integrity", "ended", "2025"),
    State("secretariat_round", "ended", "2025"),
    State("leader_regions", "ended", "2025"),
    State("leader_analysis", "ended", "2025"),
    State("leader_regions", "slide", "2025", slide=True),
)


def main() -> None:
    """Take the pictures of the register named on the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("register")
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).with_name("screens"))
    parser.add_argument("--only", choices=["-".join(one) for one in TAKEN])
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    taken = [one for one in TAKEN if asked.only in (None, "-".join(one))]
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(FLAGS))
        for deciding in (False, True):
            copy = Path(scratch) / f"demonstration-{deciding}.db"
            shutil.copyfile(asked.register, copy)
            if deciding:
                _bring_on(copy)
            states = [state for state in STATES if state.deciding == deciding]
            with _served(copy) as url:
                for language, size in taken:
                    context = browser.new_context(viewport={"width": 1440, "height": 900})
                    context.set_default_timeout(PATIENCE)
                    _walk(context.new_page(), url, language, size, states, asked.folder)
                    context.close()


def _bring_on(register: Path) -> None:
    """Close the marks of the round under review, as the secretariat would."""
    office = Actor("secretariat", "secretariat", frozenset({"secretariat"}))
    with open_register(str(register)) as opened:
        for one in flow.list_rounds(opened, office):
            if one.state == "reviewing":
                flow.advance_round(opened, office, datetime.now(UTC), one.round_id, "deciding")


def _walk(page: Any, url: str, language: str, size: str, states: list[State], folder: Path) -> None:
    """Take the pages of every role; roles are switched at full width, where the sidebar stands open."""
    say = translator(language)
    for role in ROLES:
        own = {entry.id: place for place, entry in enumerate(pages_of(_actor(role)))}
        for state in states:
            if state.taken_as != role or (state.slide and size == "phone"):
                continue
            page.set_viewport_size({"width": 1440, "height": 900})
            page.goto(f"{url}/?lang={language}")
            _settled(page)
            if role != ROLES[0]:
                _choose(page, '[data-testid="stSidebar"]', say(f"page.role_{role}"))
            if own[state.page]:
                page.locator('[data-testid="stSidebarNav"] a', has_text=say(f"page.{state.page}")).first.click()
            page.locator("h1", has_text=say(f"page.{state.page}")).first.wait_for()
            _settled(page)
            if state.round_year:
                _choose(page, '[data-testid="stMain"]', state.round_year)
            if state.slide:
                page.locator(".st-key-regions-form button").click()
                page.locator(".rg-slide").wait_for()
            name = f"{language}-{size}-{state.page}{'-' if state.name else ''}{state.name}.png"
            _take(page, SIZES["slide" if state.slide else size], folder / name)


def _choose(page: Any, where: str, words: str) -> None:
    """Choose in the first list of a part of the page."""
    page.locator(f'{where} [data-testid="stSelectbox"]').first.click()
    page.get_by_role("option", name=words).first.click()
    _settled(page)


def _take(page: Any, viewport: tuple[int, int], file: Path) -> None:
    """Take the page as long as it is, up to what a reader scrolls through."""
    page.set_viewport_size({"width": viewport[0], "height": viewport[1]})
    page.mouse.move(viewport[0] - 2, 2)  # off what was pressed, whose help would lie over the page
    _settled(page)
    length = page.evaluate("() => document.querySelector('[data-testid=\"stMainBlockContainer\"]').scrollHeight")
    page.set_viewport_size({"width": viewport[0], "height": min(max(viewport[1], length), LONGEST)})
    _settled(page)
    page.screenshot(path=file)
    Image.open(file).convert("RGB").quantize(COLOURS).save(file, optimize=True)


def _settled(page: Any) -> None:
    """Wait until Streamlit has drawn what it was asked for."""
    page.locator("h1").first.wait_for()
    page.wait_for_function("() => !document.querySelector('[data-testid=\"stStatusWidget\"]')")
    page.wait_for_function("() => !document.querySelector('[data-testid=\"stSpinner\"]')")
    page.wait_for_timeout(600)


@contextmanager
def _served(register: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "dashboard/serve.py", "--server.port", str(port)]
    environment = {**os.environ, "QUALITY_CREDIT_REGISTER": str(register)}
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield _ready(f"http://127.0.0.1:{port}")
    finally:
        server.terminate()
        server.wait(30)


def _ready(url: str) -> str:
    for _ in range(240):
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=1):
                return url
        except (urllib.error.URLError, OSError):
            time.sleep(0.25)
    raise SystemExit("the dashboard did not start")


if __name__ == "__main__":
    main()
