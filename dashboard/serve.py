"""The dashboard as an ASGI application: headers on every answer, health of the record, pages by Streamlit.

Started by ``quality-credit serve``. Sign-in will stand here; until it does, only a register that holds a demonstration
is opened (`identity`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard import last_words, rehearsing
from dashboard.parts.frame import broken
from dashboard.source import ready

# Streamlit needs inline styles and evaluates plotly's templates; nothing may come from, or go to, another host.
POLICY: Final = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' 'wasm-unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "worker-src 'self' blob:; connect-src 'self' ws: wss:; object-src 'none'; base-uri 'self'; frame-ancestors 'none'"
)
HEADERS: Final = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
)


class Headers:
    """Adds the headers to every HTTP answer, Streamlit's own files among them."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *HEADERS]
            await send(message)

        await self._app(scope, receive, with_headers if scope["type"] == "http" else send)


async def readiness(request: Request) -> JSONResponse:
    """Answer whether the record can be read: for whoever watches the server."""
    return JSONResponse({"ready": True}) if ready() else JSONResponse({"ready": False}, 503)


last_words.wait_for_them()
rehearsing.begin_if_asked()
app = st.App(
    Path(__file__).with_name("app.py"),
    routes=[Route("/account/ready", readiness)],
    middleware=[Middleware(Headers)],
    on_script_error=broken,
)
