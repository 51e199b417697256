"""By Tab alone: an expert's sheet has no control that it misses, and none on which the focus is not seen."""

from __future__ import annotations

import os
import sys
from typing import Any

import pytest

from dashboard.texts import translator
from tests.browser import axe, reach

pytestmark = pytest.mark.browser
WHOLE = "QUALITY_CREDIT_WHOLE_WALK"


def test_an_expert_s_sheet(server: Any, context: Any) -> None:
    """Two faults are planted, and are all that is found: a button that Tab passes by, and one that hides its focus."""
    page = context.new_page()
    page.goto(f"{server.url}/?lang=zh")
    sys.modules["steady"].settled(page)
    title = translator("zh")("page.expert_sheet")
    page.locator('[data-testid="stSidebarNav"] a', has_text=title).first.click()
    page.locator("h1", has_text=title).first.wait_for()
    axe.at_rest(page)
    hidden = '<div><div><div><button style="outline: none">hidden</button></div></div></div>'
    markup = f'<button tabindex="-1">passed by</button>{hidden}'
    page.evaluate('markup => document.querySelector("h1").insertAdjacentHTML("afterend", markup)', markup)
    found = reach.reach(page)
    assert found.controls > 20
    assert [one.split(" [")[0] for one in found.missed] == ["passed by"]
    assert [one.split(" [")[0] for one in found.unseen] == ["hidden"]


@pytest.mark.skipif(not os.environ.get(WHOLE), reason=f"{WHOLE} is not set: some minutes")
def test_every_page(server: Any, chromium: Any) -> None:
    for _, name, page in axe.visit(server.url, chromium, "zh", every_role=False, only=[]):
        found = reach.reach(page)
        assert (found.missed, found.unseen) == ((), ()), name
