"""chair_application."""

from __future__ import annotations

from dashboard.parts import frame

person, say = frame.open_page("chair_application")
frame.title(say, "page.chair_application")
