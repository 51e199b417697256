"""To be written."""

from __future__ import annotations

from dashboard.parts import frame

person, say = frame.open_page("secretariat_readiness")
frame.title(say, "page.secretariat_readiness")
