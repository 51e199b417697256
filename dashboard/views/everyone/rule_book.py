"""everyone_rule_book."""

from __future__ import annotations

from dashboard.parts import frame

person, say = frame.open_page("everyone_rule_book")
frame.title(say, "page.everyone_rule_book")
