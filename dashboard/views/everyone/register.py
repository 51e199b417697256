"""To be written."""

from __future__ import annotations

from dashboard.parts import frame

person, say = frame.open_page("everyone_register")
frame.title(say, "page.everyone_register")
