"""Opening a page of the app at once, as its address does: the page in which a session begins is not drawn before it.

Loaded by path from the conftests that need it; tests are no package.
"""

from __future__ import annotations

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from dashboard.roles import PAGES, VIEWS


def open_page(at: AppTest, file: str, **query: str) -> AppTest:
    """Run the app on one of its pages, ``chair/overview``; refused, as `switch_page` does, where nobody offers it.

    `switch_page` knows a page after a run alone; Streamlit itself knows it by its address.
    """
    entry = next(page for page in PAGES if f"{page.section}/{page.name}" == file)
    at._page_hash = calc_hash(entry.id)
    for key, value in query.items():
        at.query_params[key] = value
    at.run()
    at.switch_page(str(VIEWS / f"{file}.py"))
    # The first of somebody's pages has no address of its own; it was run in place of one that is not there.
    assert at._finished_page_script_hash == at._page_hash, f"{file} was not the page that was run"
    assert not at.exception, at.exception
    return at
