"""The door to the metrics: by a token, or from listed addresses; for anybody else there is nothing."""

from __future__ import annotations

import ipaddress
import os
import secrets
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from dashboard import metrics, source
from dashboard.gate.in_time import in_time
from dashboard.gate.settings import GateSettings, settings
from scoring.errors import RecordError
from scoring.flow.vital import VitalSigns, vital_signs

TOKEN: Final = "QUALITY_CREDIT_METRICS_TOKEN"  # noqa: S105 - the name of a variable
PATH: Final = "/account/metrics"


async def read_metrics(request: Request) -> Response:
    """Answer with the metrics of this process."""
    if not _may(request, settings()):
        return PlainTextResponse("not found", 404)
    try:
        signs = await in_time(_signs)
    except RecordError:
        signs = None
    text = metrics.exposition(signs)
    return PlainTextResponse(text, headers={"content-type": metrics.CONTENT_TYPE, "cache-control": "no-store"})


async def readiness(_: Request) -> Response:
    """Answer whether the record can be read: for whoever watches the server."""
    try:
        answers = await in_time(source.ready)
    except RecordError:
        answers = False
    return JSONResponse({"ready": answers}, 200 if answers else 503)


def _may(request: Request, found: GateSettings) -> bool:
    expected = os.environ.get(TOKEN, "")
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if expected and scheme.lower() == "bearer" and secrets.compare_digest(given.encode(), expected.encode()):
        return True
    # Whatever a proxy passes on comes from its address: a listed address is one that calls itself.
    if "x-forwarded-for" in request.headers or request.client is None:
        return False
    try:
        caller = ipaddress.ip_address(request.client.host)
    except ValueError:
        return False
    return any(caller in ipaddress.ip_network(one, strict=False) for one in found.metrics.addresses)


def _signs() -> VitalSigns | None:
    try:
        return vital_signs(source.register(), source.now())
    except RecordError:
        return None
