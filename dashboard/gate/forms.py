"""Forms of the gate: small, from our own pages alone, told by a word in a cookie and by the origin they come from."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request

from dashboard.gate import cookies
from dashboard.gate.settings import GateSettings

FIELD: Final = "form"
_LARGEST: Final = 16_384
_MOST_FIELDS: Final = 20
_KIND: Final = "application/x-www-form-urlencoded"


class FormRefusedError(Exception):
    """A form that none of our pages sent, or one that has grown old."""


async def posted(request: Request, settings: GateSettings) -> Mapping[str, str]:
    """Return the fields of a form that one of our own pages sent.

    Raises
    ------
    FormRefusedError
        From elsewhere, without our word, too large, or no form at all.
    """
    if not is_from_here(request, settings) or request.headers.get("content-type", "").split(";")[0].strip() != _KIND:
        raise FormRefusedError
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > _LARGEST:
            raise FormRefusedError
    try:
        fields = dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    except ValueError as error:
        raise FormRefusedError from error
    given = cookies.value(request.cookies, cookies.FORM, settings)
    if given is None or not secrets.compare_digest(fields.get(FIELD, "").encode(), given.encode()):
        raise FormRefusedError
    return fields


def is_from_here(request: Request, settings: GateSettings) -> bool:
    """Whether a page of ours asks: browsers say where a form or a script comes from, and pages cannot change it."""
    origin = request.headers.get("origin")
    if origin is None:
        return request.headers.get("sec-fetch-site") == "same-origin"
    if settings.origin is not None:
        return origin == settings.origin
    try:
        return urlsplit(origin).netloc == request.headers.get("host", "") != ""
    except ValueError:
        return False
