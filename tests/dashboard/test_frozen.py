"""While no act is taken every page says so and why: the record is frozen, or the clock stands before its last entry."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
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


def _header() -> None:
    from dashboard.parts import frame
    from dashboard.texts import translator

    frame.header(translator("zh"))


def _full_disk() -> None:
    from dashboard.parts import frame
    from indicators.language import Message
    from scoring.errors import RecordError

    values = {"name": "register.db", "seen": "SQLITE_FULL", "detail": "database or disk is full"}
    frame.broken(RecordError(Message("register.disk_full", values)))


def test_every_page_says_that_the_clock_stands_before_the_last_entry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(source.ENVIRONMENT, str(tmp_path / "r.db"))
    monkeypatch.setattr(source, "now", lambda: AT)
    for ahead, count in ((timedelta(minutes=2), 0), (timedelta(hours=3), 1)):
        create_register(tmp_path / "r.db", now=AT + ahead).close()
        source.register.cache_clear()
        said = _alert(AppTest.from_function(_header, default_timeout=30).run())
        assert len(said) == count
        source.register().close()
        (tmp_path / "r.db").unlink()
    source.register.cache_clear()
    assert "2026-05-18 09:30:00" in said[0]
    assert "2026-05-18 12:30:00" in said[0]
    assert "第 1 条" in said[0]


def test_what_has_words_of_its_own_is_said_in_them_and_not_as_a_slip_of_the_program() -> None:
    at = AppTest.from_function(_full_disk, default_timeout=30).run()
    assert [one.value for one in at.error] == []
    assert "磁盘已满（代码 SQLITE\\_FULL）" in at.warning[0].value
    assert "database or disk" not in at.warning[0].value
