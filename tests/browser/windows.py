"""Windows for pages that are open beside each other: what lies behind another tab is drawn once a second.

A click, and whatever else waits for a frame, then takes a second or two; and members of a sitting have a device each.
"""

from __future__ import annotations

from typing import Any


def each_its_own(context: Any) -> None:
    """Let ``context.new_page()`` open a window, not another tab of the one that is there."""
    as_a_tab = context.new_page

    def new_page() -> Any:
        if not context.pages:
            return as_a_tab()
        here = context.new_cdp_session(context.pages[0])
        profile = here.send("Target.getTargetInfo")["targetInfo"]["browserContextId"]
        here.detach()
        browser = context.browser.new_browser_cdp_session()
        with context.expect_page() as opened:
            browser.send("Target.createTarget", {"url": "about:blank", "browserContextId": profile, "newWindow": True})
        browser.detach()
        return opened.value

    context.new_page = new_page
