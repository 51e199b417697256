"""A page that polls goes on polling, whenever its question comes: Streamlit's session, in a loop that is kept busy."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from pathlib import Path
from unittest.mock import MagicMock

import pytest
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime import app_session
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.script_data import ScriptData
from streamlit.runtime.scriptrunner.script_cache import ScriptCache

from dashboard import last_words
from tests.dashboard.own_loop import in_its_own_loop

PAGE = """
import streamlit as st

@st.fragment(run_every=1.0)
def watch():
    st.write("asked")

st.write("drawn")
watch()
"""
PATIENCE = 10


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not holds():
            await asyncio.sleep(0.01)


async def _kinds_after_an_ill_timed_question(page: Path) -> list[str]:
    """Return the kinds of messages that a browser gets of a run whose end meets a fragment's question."""
    session = app_session.AppSession(
        script_data=ScriptData(str(page), is_hello=False),
        uploaded_file_manager=MemoryUploadedFileManager("/files"),
        script_cache=ScriptCache(),
        message_enqueued_callback=None,
        user_info={},
    )
    got: list[str] = []

    def flush() -> list[str]:
        got.extend(str(one.WhichOneof("type")) for one in session.flush_browser_queue())
        return got

    before = threading.active_count()
    session.request_rerun(None)
    # The loop is busy while the run ends: what it has drawn waits there.
    until = time.monotonic() + PATIENCE
    while threading.active_count() > before:
        assert time.monotonic() < until
        time.sleep(0.005)
    asked = ClientState()
    (asked.fragment_id,) = session._fragment_storage._fragments  # type: ignore[attr-defined]
    asked.is_auto_rerun = True
    session.request_rerun(asked)
    await _until(lambda: flush().count("script_finished") >= 2 or session._scriptrunner is None)
    session.shutdown()
    return got


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("streamlit.runtime.get_instance", MagicMock())
    file = tmp_path / "page.py"
    file.write_text(PAGE, "utf-8")
    return file


def test_a_question_at_the_end_of_a_run_costs_none_of_its_words(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app_session.AppSession, "_create_scriptrunner", last_words._create_in_turn)
    got = in_its_own_loop(_kinds_after_an_ill_timed_question(page))
    assert {"new_session", "delta", "auto_rerun", "script_finished"} <= set(got)


def test_streamlit_itself_loses_them(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Should this fail, Streamlit has mended it, and `last_words` may go."""
    monkeypatch.setattr(app_session.AppSession, "_create_scriptrunner", last_words._create)
    assert "auto_rerun" not in in_its_own_loop(_kinds_after_an_ill_timed_question(page))
