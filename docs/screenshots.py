"""Takes a picture of every page in both languages, wide and on a phone, from a demonstration register.

``python docs/screenshots.py REGISTER [FOLDER]``: starts the dashboard on a copy of the register, walks role by role
over the pages that the role has, and writes ``<language>-<width>-<page>.png``. It needs Debian's Chromium and
Playwright. Pictures are taken to be looked at; what is wrong in one is mended in the page.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from dashboard.identity import ROLES
from dashboard.roles import pages_of
from dashboard.texts import translator
from scoring.model import Actor

ROOT = Path(__file__).parents[1]
SIZES = {"wide": (1440, 900), "phone": (390, 844)}
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")


def main() -> None:
    """Take the pictures of the register named on the command line."""
    register = Path(sys.argv[1])
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(__file__).with_name("screens")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        copy = Path(scratch) / "demonstration.db"
        shutil.copyfile(register, copy)
        port, server = _serve(copy)
        try:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(FLAGS))
            for language in ("zh", "en"):
                for size, (width, height) in SIZES.items():
                    context = browser.new_context(viewport={"width": 1440, "height": 900})
                    page = context.new_page()
                    _walk(page, f"http://127.0.0.1:{port}", language, size, (width, height), folder)
                    context.close()
        finally:
            server.terminate()
            server.wait(30)


def _walk(page: Any, url: str, language: str, size: str, viewport: tuple[int, int], folder: Path) -> None:
    """Take the pages of every role; roles are switched at full width, where the sidebar stands open."""
    say = translator(language)
    for role in ROLES:
        for place, entry in enumerate(pages_of(Actor(role, role, frozenset({role})))):
            if entry.section == "everyone" and role != ROLES[0]:
                continue
            page.set_viewport_size({"width": 1440, "height": 900})
            page.goto(f"{url}/?lang={language}")
            _settled(page)
            if role != ROLES[0]:
                page.locator('[data-testid="stSidebar"] [data-testid="stSelectbox"]').first.click()
                page.get_by_role("option", name=say(f"page.role_{role}"), exact=True).click()
                _settled(page)
            if place:
                page.locator('[data-testid="stSidebarNav"] a', has_text=say(f"page.{entry.id}")).first.click()
            page.locator("h1", has_text=say(f"page.{entry.id}")).first.wait_for()
            _settled(page)
            page.set_viewport_size({"width": viewport[0], "height": viewport[1]})
            _settled(page)
            page.screenshot(path=folder / f"{language}-{size}-{entry.id}.png")


def _settled(page: Any) -> None:
    """Wait until Streamlit has drawn what it was asked for."""
    page.locator("h1").first.wait_for()
    page.wait_for_function("() => !document.querySelector('[data-testid=\"stStatusWidget\"]')")
    page.wait_for_timeout(700)


def _serve(register: Path) -> tuple[int, subprocess.Popen[bytes]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "dashboard/serve.py", "--server.port", str(port)]
    environment = {**os.environ, "QUALITY_CREDIT_REGISTER": str(register)}
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(240):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1):
                return port, server
        except (urllib.error.URLError, OSError):
            time.sleep(0.25)
    server.terminate()
    raise SystemExit("the dashboard did not start")


if __name__ == "__main__":
    main()
