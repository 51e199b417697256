"""secretariat_round."""

from __future__ import annotations

from dashboard.parts import frame

person, say = frame.open_page("secretariat_round")
frame.title(say, "page.secretariat_round")
