"""The desk of the notice and its objections in one line each, for walks through the procedure."""

from __future__ import annotations

from typing import Any


def draft_notice(desk: Any, *, without: tuple[str, ...] = ()) -> None:
    """Draft the list with everybody who may be listed, some left out."""
    _enter(desk, "secretariat")
    for application_id in without:
        desk.tick(f"notice-tick-{application_id}")
    desk.press("notice-draft")
    desk.told("已拟定名单")


def sign_notice(desk: Any, role: str) -> None:
    """Sign the list for an authority: ``secretariat`` or ``province_drc``."""
    _enter(desk, role)
    desk.sure("notice-sign")
    desk.told("已签署")


def open_notice(desk: Any) -> None:
    """Open the notice today."""
    _enter(desk, "secretariat")
    desk.sure("notice-open")
    desk.told("公示已公开")


def close_notice(desk: Any) -> None:
    """Close the notice today, after its last day."""
    _enter(desk, "secretariat")
    desk.sure("notice-close")
    desk.told("公示已结束")


def receive_objection(desk: Any, application_id: str, *, sender: str, substance: str) -> None:
    """Enter an objection that came in today."""
    _enter(desk, "secretariat")
    desk.unfold("objection-receiving")
    desk.choose("objection-about", application_id)
    desk.fill("objection-from", sender)
    desk.fill("objection-substance", substance)
    desk.press("objection-receive")
    desk.told("已登记")


def acknowledge(desk: Any, number: int) -> None:
    """Record that an objection of the round was acknowledged today."""
    _enter(desk, "secretariat")
    desk.press(f"objection-acknowledge-{number}")
    desk.told("已记录受理告知")


def decide_objection(desk: Any, number: int, outcome: str, reason: str) -> None:
    """Decide an objection that was acknowledged; the outcome in the words of the page: ``异议不成立``."""
    _enter(desk, "secretariat")
    desk.at(f"objection-outcome-{number}").locator("label", has_text=outcome).last.click()
    desk.settled()
    desk.fill(f"objection-reason-{number}", reason)
    desk.sure(f"objection-decide-{number}")
    desk.told("处理决定已记录")


def sign_objection(desk: Any, number: int) -> None:
    """Sign the outcome of an objection for the other authority."""
    _enter(desk, "province_drc")
    desk.sure(f"objection-sign-{number}")
    desk.told("处理决定已签署")


def _enter(desk: Any, role: str) -> None:
    desk.become(role)
    desk.open("office_notice")
