"""leader_regions."""

from __future__ import annotations

from dashboard.parts import frame

person, say = frame.open_page("leader_regions")
frame.title(say, "page.leader_regions")
