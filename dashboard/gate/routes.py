"""The addresses of the gate."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from dashboard.gate import lock, me, metering, paths, provider, provider_pages, screens, sign_in
from dashboard.gate.asking import Handler, page

_STATIC: Final = Path(__file__).with_name("static")
_ICON: Final = Path(__file__).parents[1] / "parts" / "icon.svg"
#: Named one by one: nothing else in a folder is ever served.
_FILES: Final = {"gate.css": _STATIC / "gate.css", "gate.js": _STATIC / "gate.js", "icon.svg": _ICON}
_BOTH: Final = ("GET", "POST")


def routes() -> list[BaseRoute]:
    """Return them all."""
    return [
        _at(paths.SIGN_IN, sign_in.sign_in, *_BOTH),
        _at(paths.CODE, sign_in.code, *_BOTH),
        _at(paths.NEW_PASSWORD, sign_in.new_password, *_BOTH),
        _at(paths.ENROL, sign_in.one_time, *_BOTH),
        _at(paths.LOCK, lock.lock, *_BOTH),
        _at(paths.ME, me.me, "GET"),
        _at(paths.SIGN_OUT, me.sign_out, *_BOTH),
        _at(me.EVERYWHERE, me.sign_out_everywhere, "POST"),
        _at(me.ONE, me.sign_out_one, "POST"),
        _at(paths.SCREEN, screens.screen, *_BOTH),
        _at(paths.PROVIDER, provider_pages.begin, "GET"),
        _at(provider.BACK, provider_pages.back, "GET"),
        Route(metering.PATH, metering.read_metrics, methods=["GET"]),
        Route(paths.STATE, lock.state, methods=["GET"]),
        Route(paths.ALIVE, lock.alive, methods=["POST"]),
        Route(f"{paths.FILES}{{name}}", _file, methods=["GET"]),
    ]


def _at(path: str, handler: Handler, *methods: str) -> Route:
    return Route(path, page(handler), methods=list(methods))


async def _file(request: Request) -> Response:
    file = _FILES.get(request.path_params["name"])
    return PlainTextResponse("not found", 404) if file is None else FileResponse(file)
