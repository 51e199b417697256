"""To be filled."""

from __future__ import annotations

from dashboard.parts import frame

PAGE = "kiosk_wall"
person, say = frame.open_page(PAGE)
frame.title(say, f"page.{PAGE}")
