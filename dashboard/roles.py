"""Which pages there are, in which order and section. Who may open one stands in `scoring/access.toml`.

A new page is its view, one line here, one rule there, and its title in the catalogues.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scoring import access
from scoring.model import Actor

VIEWS: Final = Path(__file__).parent / "views"


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page: its view ``views/<section>/<name>.py``, and an icon of Material Symbols."""

    section: str
    name: str
    icon: str

    @property
    def id(self) -> str:
        """Name of the page in `access.toml` and in catalogues."""
        return f"{self.section}_{self.name}"

    @property
    def file(self) -> Path:
        """The view."""
        return VIEWS / self.section / f"{self.name}.py"


PAGES: Final = (
    PageEntry("expert", "tasks", "checklist"),
    PageEntry("expert", "sheet", "edit_note"),
    PageEntry("expert", "mirror", "insights"),
    PageEntry("expert", "practice", "school"),
    PageEntry("expert", "sitting", "how_to_vote"),
    PageEntry("chair", "overview", "groups"),
    PageEntry("chair", "application", "description"),
    PageEntry("chair", "quality", "balance"),
    PageEntry("chair", "sitting", "meeting_room"),
    PageEntry("secretariat", "readiness", "fact_check"),
    PageEntry("secretariat", "round", "flag"),
    PageEntry("secretariat", "sitting", "event_seat"),
    PageEntry("holder", "draw", "casino"),
    PageEntry("holder", "experts", "badge"),
    PageEntry("inspector", "overview", "shield_person"),
    PageEntry("inspector", "integrity", "policy"),
    PageEntry("inspector", "openings", "badge"),
    PageEntry("inspector", "draws", "shuffle"),
    PageEntry("inspector", "tracing", "travel_explore"),
    PageEntry("inspector", "approaches", "report"),
    PageEntry("inspector", "cases", "work_history"),
    PageEntry("office", "steps", "account_tree"),
    PageEntry("office", "intake", "move_to_inbox"),
    PageEntry("office", "opening", "campaign"),
    PageEntry("office", "credit", "verified_user"),
    PageEntry("office", "notice", "newspaper"),
    PageEntry("office", "accreditation", "workspace_premium"),
    PageEntry("office", "documents", "description"),
    PageEntry("office", "supervision", "gpp_maybe"),
    PageEntry("office", "complaints", "forum"),
    PageEntry("office", "oversight", "rule"),
    PageEntry("office", "studio", "architecture"),
    PageEntry("leader", "regions", "map"),
    PageEntry("leader", "analysis", "query_stats"),
    PageEntry("leader", "enterprises", "domain"),
    PageEntry("leader", "what_if", "tune"),
    # Of many roles, and the first page of none of them: whoever comes opens at what he is there for.
    PageEntry("secretariat", "items", "rule_settings"),
    PageEntry("admin", "accounts", "manage_accounts"),
    PageEntry("kiosk", "wall", "tv"),
    PageEntry("everyone", "minutes", "article"),
    PageEntry("everyone", "register", "public"),
    PageEntry("everyone", "rule_book", "gavel"),
    PageEntry("everyone", "manual", "help"),
)


def pages_of(actor: Actor) -> tuple[PageEntry, ...]:
    """Return the pages that an actor may open."""
    return tuple(page for page in PAGES if access.may(actor, "open", f"page_{page.id}"))
