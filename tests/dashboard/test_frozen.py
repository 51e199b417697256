"""While the record stands still every page says so, since when and why, and what is pressed is refused in words."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import source
from scoring import flow
from scoring.model import Actor
from scoring.register.database import create_register

AT = datetime(2026, 5, 18, 1, 30, tzinfo=UTC)
REASON = "<b>名单</b>疑似泄露"


def _alert(at: AppTest) -> list[str]:
    return [one.proto.body for one in at.get("html") if 'role="alert"' in one.proto.body]


def test_every_page_says_that_the_record_is_frozen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(source.ENVIRONMENT, str(tmp_path / "r.db"))
    inspector = Actor("i1", "i1", frozenset({"inspector"}))
    with create_register(tmp_path / "r.db", now=AT, synthetic=True) as register:
        source.register.cache_clear()
        at = AppTest.from_file(str(Path(source.__file__).with_name("app.py")), default_timeout=30).run()
        assert not at.exception
        assert _alert(at) == []
        flow.freeze(register, inspector, AT, reason=REASON)
        (said,) = _alert(at.run())
    assert "2026-05-18 09:30:00" in said
    assert "&lt;b&gt;名单&lt;/b&gt;疑似泄露" in said
    source.register().close()
    source.register.cache_clear()
