"""The secretary's desk of a sitting: prepare it, then seats, who goes out and in, the screen, the course."""

from __future__ import annotations

from dashboard.parts import acting, desk_page, hall_page, hall_preparing

person, say, summary = desk_page.opened(hall_page.PAGE)
hall_page.style()
acting.tell(hall_preparing.PLACE, say)
sitting_id = hall_page.choose(person, say, summary.round_id)
if sitting_id is None:
    hall_preparing.draw(person, say, summary)
else:
    hall_page.draw(person, say, sitting_id)
