"""chair_overview."""

from __future__ import annotations

from dashboard.parts import frame

person, say = frame.open_page("chair_overview")
frame.title(say, "page.chair_overview")
