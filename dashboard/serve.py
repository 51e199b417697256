"""The dashboard as an ASGI application: headers on every answer, health of the record, pages by Streamlit.

Started by ``quality-credit serve``. The gate stands before everything (`gate.middleware`); a demonstration needs none.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard import last_words, metrics, pacing, rehearsing
from dashboard.gate.metering import readiness
from dashboard.gate.middleware import Gate
from dashboard.gate.routes import routes
from dashboard.gate.settings import settings
from dashboard.parts.frame import broken

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
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
)


class Headers:
    """Adds the headers to every HTTP answer, Streamlit's own files among them, and counts websockets.

    A stricter header of a page stays.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                there = {name.lower() for name, _ in message["headers"]}
                more = [(name, value) for name, value in HEADERS if name not in there]
                message["headers"] = [*message["headers"], *more]
            await send(message)

        if scope["type"] == "http":
            await self._app(scope, receive, with_headers)
        elif scope["type"] == "websocket":
            with metrics.websockets.one_more():
                await self._app(scope, receive, send)
        else:
            await self._app(scope, receive, send)


# What is wrong in its file is said when the server starts, not to the first who comes.
settings()
last_words.wait_for_them()
pacing.pace()
rehearsing.begin_if_asked()
app = st.App(
    Path(__file__).with_name("app.py"),
    routes=[Route("/account/ready", readiness), *routes()],
    middleware=[Middleware(Headers), Middleware(Gate)],
    on_script_error=broken,
)
