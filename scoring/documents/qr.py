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
