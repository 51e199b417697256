"""The score sheet as a hand and an eye meet it; loaded by path."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from indicators.load import shipped_rule_book
from scoring import flow
from scoring.model import Actor
from scoring.register.database import open_register

ROUND = "2026-sample"
BOX = '[class*="st-key-typed-"] input'
ROW = '[class*="st-key-sheet-row-"]'
# What an expert can see of each row, in one look: what the inputs say, and what the row says of the record.
LOOK = f"""() => [...document.querySelectorAll('{ROW}')].map(row => {{
  const seen = (name) => {{ const it = row.querySelector(name); return !!it && it.offsetParent !== null; }};
  return {{
    code: row.querySelector('.qc-code').textContent,
    typed: row.querySelector('{BOX}').value,
    saved: seen('.qc-saved.good'),
    unsaved: seen('.qc-unsaved'),
    words: row.querySelector('.qc-standing').innerText,
  }};
}})"""


@dataclass(frozen=True)
class Row:
    code: str
    typed: str
    saved: bool
    unsaved: bool
    words: str


def leaves(class_: str | None = None) -> list[Any]:
    """Return the indicators of the sample round, or of one of its classes."""
    every = shipped_rule_book(ROUND).round.indicator_table.leaves()
    return [leaf for leaf in every if class_ in (None, leaf.parent)]


def recorded(register: Path, expert: str, application: str) -> dict[str, flow.SavedMark]:
    """Return what the register holds, read beside the server."""
    with open_register(register) as opened:
        own = Actor(expert, expert, frozenset({"expert"}))
        return flow.read_sheet(opened, own, application_id=application).marks


def points(leaf: Any, digit: str) -> Decimal:
    return sorted(level.share for level in leaf.levels)[int(digit)] * leaf.max_score


class SheetPage:
    """One tab with a sheet."""

    def __init__(self, page: Any, url: str) -> None:
        self.page, self.url = page, url

    def throttle(self, rate: int) -> None:
        """Slow the browser down."""
        session = self.page.context.new_cdp_session(self.page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": rate})

    def open(self, expert: str, application: str, class_: str = "1.1") -> None:
        """Sign in by the demonstration's switch, and open a class of a sheet."""
        page = self.page
        page.goto(f"{self.url}/expert_sheet?application={application}&class={class_}")
        # Whoever the switch begins with may have submitted his sheet in another test: then it has no inputs.
        page.locator("h1", has_text="评分表").first.wait_for()
        people = page.locator('[data-testid="stSidebar"] [data-testid="stSelectbox"]').nth(1)
        sys.modules["steady"].pick(people, f"{expert} ")
        self.wait_for_class(class_, expert)

    def wait_for_class(self, class_: str, expert: str = "") -> None:
        """Wait until every input of a class is there, and of no other."""
        count = len(leaves(class_))
        code = leaves(class_)[0].code.replace(".", "-")
        self.page.locator(f'[class*="st-key-typed-{expert}"][class*="-{code}-"] input').wait_for()
        self.page.wait_for_function(f"document.querySelectorAll('{BOX}').length === {count}")
        self.page.wait_for_function("window.qcSheetKeys === true")

    def look(self) -> dict[str, Row]:
        """Return what every row shows now."""
        return {row["code"]: Row(**row) for row in self.page.evaluate(LOOK)}

    def row(self, code: str) -> Any:
        return self.page.locator(f".st-key-sheet-row-{code.replace('.', '-')}")

    def box(self, code: str) -> Any:
        return self.row(code).locator(BOX)

    def type_class(self, digits: str, delay: int) -> None:
        """Type digit, Enter, digit, Enter … from the first indicator on, each key after so many milliseconds."""
        self.page.locator(BOX).first.click()
        self.page.keyboard.press("Control+A")
        for digit in digits:
            self.page.keyboard.press(digit)
            self.page.wait_for_timeout(delay)
            self.page.keyboard.press("Enter")
            self.page.wait_for_timeout(delay)

    def wait_until_saved(self, *codes: str) -> None:
        """Wait until the rows say that their mark is saved."""
        for code in codes:
            self.row(code).locator(".qc-saved.good").wait_for()
