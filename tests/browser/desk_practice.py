"""How a browser drives an expert's practice on a reference case."""

from __future__ import annotations

from typing import Any


def open_case(desk: Any, case_id: str) -> None:
    """Open a reference case from the list."""
    desk.open("expert_practice")
    if desk.at("practice-back").count():
        desk.press("practice-back")
    desk.press(f"practice-go-{case_id}")
    desk.page.locator(".pr-evidence").first.wait_for()


def mark(desk: Any, case_id: str, code: str, option: int) -> None:
    """Choose an option of an indicator by its place, the lowest level first, and wait until it is saved."""
    row = desk.at(f"practice-row-{code.replace('.', '-')}")
    row.locator(f".st-key-chosen-practice-{case_id}-{code.replace('.', '-')} label[data-testid=stRadioOption]").nth(
        option
    ).click()
    row.locator(".pr-saved.good").wait_for()


def codes(desk: Any) -> list[str]:
    """Return the indicators of the open case."""
    return [one.strip() for one in desk.page.locator(".qc-indicator .qc-code").all_inner_texts()]


def finish(desk: Any) -> None:
    """Ask for the reference marks."""
    desk.sure("practice-close")
    desk.page.locator(".pr-feedback").wait_for()
