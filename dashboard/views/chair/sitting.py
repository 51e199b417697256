"""To be filled."""

from __future__ import annotations

from dashboard.parts import frame

PAGE = "chair_sitting"
person, say = frame.open_page(PAGE)
frame.title(say, f"page.{PAGE}")
