"""To be written."""

from __future__ import annotations

from dashboard.parts import frame

person, say = frame.open_page("holder_draw")
frame.title(say, "page.holder_draw")
