"""To be written."""

from __future__ import annotations

from dashboard.parts import frame

person, say = frame.open_page("office_accreditation")
frame.title(say, "page.office_accreditation")
