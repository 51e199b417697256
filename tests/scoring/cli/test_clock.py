"""`accept-clock`: shown, refused, accepted; `verify` and `check` tell of it and hold all the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from click.testing import Result

from scoring.cli.acting import now
from scoring.register.chain import Act, record
from scoring.register.database import open_register

Call = Callable[..., Result]


def test_the_clock_is_shown_accepted_and_told_of(
    register: Callable[[str], Path], call: Call, answer: Callable[..., Any]
) -> None:
    file = register("empty")
    assert answer("accept-clock")["refused"] is False
    assert "in order" in call("accept-clock").stdout
    needless = call("accept-clock", "--reason", "x")
    assert (needless.exit_code, "nothing to accept" in needless.stderr) == (1, True)
    with open_register(file) as opened, opened.write() as connection:
        record(connection, Act("e1", "expert", "reading", "x", now() + timedelta(hours=3)))
    assert answer("accept-clock")["refused"] is True
    assert "every act is refused" in call("accept-clock").stdout
    refused = call("round", "create", "2026-sample")
    assert (refused.exit_code, "server's clock says" in refused.stderr) == (1, True)
    done = answer("accept-clock", "--reason", "three hours fast", "--actor", "wang")["entry"]
    assert (done["sequence"], done["act"]) == (3, "register.clock_accepted")
    assert call("round", "create", "2026-sample").exit_code == 0
    for command in ("verify", "check"):
        (back,) = answer(command)["times_back"]
        assert (back["entry"], back["accepted"]) == (3, True)
        text = call(command).stdout
        assert "1 entries are dated earlier" in text
        assert "Entry 3:" in text
