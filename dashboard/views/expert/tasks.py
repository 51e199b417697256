"""expert_tasks."""

from __future__ import annotations

from dashboard.parts import frame

person, say = frame.open_page("expert_tasks")
frame.title(say, "page.expert_tasks")
