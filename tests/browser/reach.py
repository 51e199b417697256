"""What of a page is reached by Tab alone, and whether the focus is seen: ``python -m tests.browser.reach REGISTER``.

Walks as `axe` does, in Chinese at 1440 × 900. On each page Tab is pressed from the top until it comes round; every
control that is seen and that Tab should reach must have been reached once, and each must look other with the focus than
without: itself, or what is drawn for it. Where arrows move within a group, as among radio buttons, one of it is enough.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

AS_WELL: Final = (
    'button[tabindex="-1"]:is([aria-haspopup="listbox"], [data-testid^="stNumberInput"], '
    '[data-testid="stMultiSelect"] [aria-label^="Remove "])'
)
"""What Streamlit draws for the mouse within a field: there ↓ opens a list, Backspace takes what was chosen last out of
it and empties a number, ↑ and ↓ count."""
FIND: Final = Path(__file__).with_name("reach.js").read_text("utf-8")
#: Which of them has the focus, and whether it looks other than it did.
AT: Final = """() => {
  let one = document.activeElement;
  while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
  const { of, before, looks } = window.qcReach;
  if (!one || one === document.body) return { place: -1, other: true };
  if (!of.has(one)) return { place: -2, other: true };
  return { place: of.get(one), other: looks(one) !== before[of.get(one)] };
}"""


@dataclass(frozen=True)
class Reach:
    """What Tab does on a page: how many controls there are, those it misses, those on which the focus is not seen."""

    controls: int
    missed: tuple[str, ...]
    unseen: tuple[str, ...]


def reach(page: Any) -> Reach:
    """Press Tab from the top of a page until it comes round."""
    # What the mouse is over, or was clicked last, looks other already.
    page.mouse.move(1, 1)
    page.evaluate("() => document.activeElement?.blur?.()")
    page.wait_for_timeout(200)
    found = page.evaluate(FIND, AS_WELL)
    reached: dict[int, bool] = {}
    for _ in range(2 * len(found) + 20):
        page.keyboard.press("Tab")
        now = page.evaluate(AT)
        if now["place"] in reached and len(reached) > 1 and now["place"] == next(iter(reached)):
            break
        if now["place"] >= 0:
            reached.setdefault(now["place"], now["other"])
    groups = {one["group"] for one in found if one["place"] in reached and one["group"] is not None}
    missed = [one for one in found if one["place"] not in reached and one["group"] not in groups]
    unseen = [one for one in found if reached.get(one["place"]) is False]
    return Reach(len(found), tuple(map(_told, missed)), tuple(map(_told, unseen)))


def _told(one: dict[str, Any]) -> str:
    return f"{one['words']} [{one['near']}] {one['html']}"


def main() -> int:
    """Walk over the pages, and say what is missed."""
    from playwright.sync_api import sync_playwright

    from docs import screenshots
    from tests.browser import axe

    parser = argparse.ArgumentParser()
    parser.add_argument("register")
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--roles", nargs="*", default=[])
    asked = parser.parse_args()
    bad = pages = controls = 0
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(screenshots.FLAGS))
        with axe._served(asked.register, Path(scratch)) as url:
            for role, name, page in axe.visit(url, browser, "zh", every_role=False, only=asked.only, roles=asked.roles):
                found = reach(page)
                pages, controls = pages + 1, controls + found.controls
                bad += len(found.missed) + len(found.unseen)
                print(role, name, found.controls, "controls", flush=True)
                for kind, every in (("missed", found.missed), ("unseen", found.unseen)):
                    for one in every:
                        print("   ", kind, one, flush=True)
        browser.close()
    print(f"{pages} pages, {controls} controls, {bad} missed or unseen")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
