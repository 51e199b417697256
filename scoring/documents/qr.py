"""QR codes as pictures that a page takes in."""

from __future__ import annotations

import io

import segno


def qr_svg(text: str) -> str:
    """Return a QR code, a quarter of which may be lost to folds and stamps; the page leaves white around it."""
    picture = io.BytesIO()
    segno.make_qr(text, error="q", boost_error=False).save(
        picture, kind="svg", border=0, xmldecl=False, svgns=True, nl=False
    )
    return picture.getvalue().decode("utf-8")


def qr_png(text: str) -> bytes:
    """Return the same code as a picture of points, for files that take in no other; eight points a module."""
    picture = io.BytesIO()
    segno.make_qr(text, error="q", boost_error=False).save(picture, kind="png", border=0, scale=8)
    return picture.getvalue()
