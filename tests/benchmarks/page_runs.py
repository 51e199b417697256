"""Reruns of every page of every role on one register, in a process of its own; `pages.py` starts it and reads its JSON.

A page is run by Streamlit's own test runner: the whole script and its element tree, no network and no browser.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import sys
import time
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[2]
#: How often a page is run with nothing of the record kept, as after an act.
AFTER_ACTS: Final = 3
#: What is kept by what is recorded of its own round (`acts.revision`) or for good: no act of another round, and none
#: but a recusal, a returned sheet, a withdrawal or a step back of this one, lets go of it.
KEPT_BY_ITS_ROUND: Final = (
    "_panel_overview",
    "_round_quality",
    "_round_signs",
    "_item_analysis",
    "_my_mirror",
    "_said_of_marks",
    "_what_if_scores",
    # What was read of the chain for alarms; what is new is read on, and no act lets go of the rest.
    "_following",
)
#: Seconds for one run. It judges nothing: on a machine that others use a run may wait for minutes.
PATIENCE: Final = 900


@dataclass(frozen=True, slots=True)
class PageRuns:
    """What the runs of one page took, in seconds: of the clock, and of the processor.

    `state` is the round that was chosen, where it was not the page's own choice. `first` is a run in which nothing is
    kept of what the record was asked before, as in a process that has just begun; `after_act` are runs after something
    was recorded, with nothing kept but what `KEPT_BY_ITS_ROUND` names; `payload` is what one run has to say to a
    browser, in bytes.
    """

    role: str
    page: str
    state: str
    reruns: list[float]
    reruns_cpu: list[float]
    first: list[float]
    first_cpu: list[float]
    after_act: list[float]
    after_act_cpu: list[float]
    payload: int


def main() -> None:
    """Run the pages of a register (first argument) so many times (second), of some roles alone where they are named."""
    register, runs, *wanted = sys.argv[1:]
    os.environ["QUALITY_CREDIT_REGISTER"] = register
    logging.disable(logging.WARNING)
    sys.path.insert(0, str(ROOT))
    from dashboard import pacing

    pacing.pace()  # as the server does
    for one in _of_all(int(runs), wanted):
        print(json.dumps(asdict(one)), flush=True)


def _of_all(runs: int, wanted: list[str]) -> Iterator[PageRuns]:
    from dashboard.identity import ROLES
    from dashboard.roles import pages_of
    from scoring.model import Actor

    closed = _last_closed()
    for role in ROLES:
        if wanted and role not in wanted:
            continue
        for page in pages_of(Actor(role, role, frozenset({role}))):
            app = _opened(role, page)
            yield _runs(app, role, page.id, "", runs)
            if closed and _chooses_another_round(app, closed):
                yield _runs(_opened(role, page, round=closed), role, page.id, closed, runs)


def _last_closed() -> str:
    """Return the newest round that is over: many pages show everything of such a round alone."""
    from dashboard import source
    from scoring.model import Actor

    found = source.rounds(Actor("benchmark", "benchmark", frozenset({"secretariat"})))
    return next((one.round_id for one in found if one.state == "closed"), "")


def _opened(role: str, page: Any, **query: str) -> Any:
    from streamlit.testing.v1 import AppTest

    app = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=PATIENCE)
    app.session_state["demonstration_role"] = role
    app.run()
    for name, value in query.items():
        app.query_params[name] = value
    app.switch_page(str(page.file)).run()
    assert not app.exception, (role, page.id, app.exception)
    return app


def _chooses_another_round(app: Any, closed: str) -> bool:
    return any(
        (one.key or "").endswith("-round") and one.value != closed and len(one.options) > 1 for one in app.selectbox
    )


def _runs(app: Any, role: str, page: str, state: str, runs: int) -> PageRuns:
    first, first_cpu = zip(_run(app, forgetting="everything"), strict=True)
    after, after_cpu = zip(*(_run(app, forgetting="what an act lets go of") for _ in range(AFTER_ACTS)), strict=True)
    again, again_cpu = zip(*(_run(app) for _ in range(runs)), strict=True)
    assert not app.exception, (role, page, app.exception)
    return PageRuns(
        role,
        page,
        state,
        reruns=list(again),
        reruns_cpu=list(again_cpu),
        first=list(first),
        first_cpu=list(first_cpu),
        after_act=list(after),
        after_act_cpu=list(after_cpu),
        payload=_payload(app),
    )


def _run(app: Any, *, forgetting: str = "") -> tuple[float, float]:
    if forgetting:
        _act()
        forget(but=() if forgetting == "everything" else KEPT_BY_ITS_ROUND)
    # As the server does: its own collection after each run is off, what the last page left is not this one's.
    gc.collect()
    began, used = time.perf_counter(), time.process_time()
    app.run()
    return time.perf_counter() - began, time.process_time() - used


def _act() -> None:
    """Record something that is no mark and no look, so that nothing can be kept by the head of the chain."""
    from dashboard import source
    from scoring.register import chain

    with source.register().write() as connection:
        act = chain.Act("benchmark", "inspector", "benchmark.acted", "register", source.now())
        chain.record(connection, act, {})


def forget(*, but: Collection[str] = ()) -> None:
    """Forget everything that `source` and `results` keep of the record, but the connection and what is no record.

    Harder than any single act, which lets go of what rests on it alone.
    """
    from dashboard import results, source
    from scoring.flow import mirroring

    if not but:
        mirroring.forget()
    for name, value in (vars(source) | vars(results)).items():
        kept = name in ("register", "regions", "demonstration_experts", *but)
        if hasattr(value, "cache_clear") and not kept:
            value.cache_clear()


def _payload(app: Any) -> int:
    from streamlit.testing.v1.local_script_runner import LocalScriptRunner

    sizes: list[int] = []
    run = LocalScriptRunner.run

    def weighed(self: Any, *args: Any, **values: Any) -> Any:
        tree = run(self, *args, **values)
        sizes.append(sum(message.ByteSize() for message in self.forward_msgs()))
        return tree

    LocalScriptRunner.run = weighed  # type: ignore[method-assign]
    try:
        app.run()
    finally:
        LocalScriptRunner.run = run  # type: ignore[method-assign]
    return sizes[-1]


if __name__ == "__main__":
    main()
