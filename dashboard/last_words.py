"""What a run has drawn reaches the browser, even where a fragment asks for a run just as it ends.

Streamlit gives a page's runs to one runner, and a new one to a request that comes after that has ended. What the old
one had still to say is then dropped: half of a page, and the clocks of its fragments, so that a page that polls stands
still for good. Streamlit's own `AppSession.request_rerun` describes this. The window is as long as the server's loop is
late, and in a room of fifteen pages that poll each second it is hit within a minute. Here a new runner waits, a few
milliseconds, for the last word of the old one.
"""

from __future__ import annotations

from functools import wraps
from typing import Final
from weakref import WeakKeyDictionary

from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData

SECONDS: Final = 0.002
_create: Final = AppSession._create_scriptrunner
_waiting: Final[WeakKeyDictionary[AppSession, list[RerunData]]] = WeakKeyDictionary()


def wait_for_them() -> None:
    """Let every session of this process wait for the last words of a runner before it takes another; once is enough."""
    AppSession._create_scriptrunner = _create_in_turn  # type: ignore[method-assign]


@wraps(_create)
def _create_in_turn(self: AppSession, initial_rerun_data: RerunData) -> None:
    waiting = _waiting.setdefault(self, [])
    if self._scriptrunner is None and all(one.is_auto_rerun for one in waiting):
        # The whole page is run, and with it what only asked what is new.
        waiting.clear()
        _create(self, initial_rerun_data)
        return
    # A runner that is still there has refused: it has ended, and its last words lie in the loop, before what is
    # put there now.
    waiting.append(initial_rerun_data)
    if len(waiting) == 1:
        self._event_loop.call_later(SECONDS, _go_on, self)


def _go_on(self: AppSession) -> None:
    waiting = _waiting.get(self, [])
    while waiting:
        if self._scriptrunner is None:
            _create(self, waiting.pop(0))
        elif self._scriptrunner.request_rerun(waiting[0]):
            waiting.pop(0)
        else:
            self._event_loop.call_later(SECONDS, _go_on, self)
            return
