"""A walk's acts of the holder and the inspector: drawing, replacing, conflicts, checking a draw."""

from __future__ import annotations

from typing import Any


def draw(desk: Any, seed: str) -> None:
    """Draw for every open seat, on the page of draws."""
    desk.fill("draw-seed", seed)
    desk.fill("draw-reason", "当日公开开奖号码")
    desk.sure("draw-do")
    desk.told("抽取完成")
    desk.settled()


def replace(desk: Any, application_id: str, expert_id: str, *, seed: str = "9", reason: str = "出差") -> None:
    """Take an expert off a panel and have his substitute drawn, on the page of draws."""
    desk.choose("seat-application", application_id)
    desk.choose("seat-expert", expert_id)
    desk.fill("seat-seed", seed)
    desk.fill("seat-reason", reason)
    desk.sure("seat-replace")
    desk.told("评分表作废")
    desk.settled()


def declare_conflict(
    desk: Any, expert_id: str, uscc: str, *, source: str = "企业登记信息", reason: str = "持股"
) -> None:
    """Record a conflict that was found, on the page of experts."""
    desk.at("conflict-declare-box").locator("summary").click()
    desk.settled()
    desk.choose("conflict-expert", expert_id)
    desk.fill("conflict-uscc", uscc)
    desk.fill("conflict-source", source)
    desk.fill("conflict-reason", reason)
    desk.press("conflict-do")
    desk.told("有利害关系")
    desk.settled()


def verify_draw(desk: Any, *, again: bool = True) -> None:
    """Check the newest draw, on the page of draws or the inspector's."""
    desk.press("draws-do-again" if again else "draws-do-check")
    desk.shows("符合全部约束")
    if again:
        desk.shows("结果相同")
    desk.settled()
