"""To be written."""

from __future__ import annotations

from dashboard.parts import frame

person, say = frame.open_page("inspector_draws")
frame.title(say, "page.inspector_draws")
