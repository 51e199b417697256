"""expert_sheet."""

from __future__ import annotations

from dashboard.parts import frame

person, say = frame.open_page("expert_sheet")
frame.title(say, "page.expert_sheet")
