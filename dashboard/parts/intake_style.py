"""The look of the intake, and the reader's language for what Streamlit writes in English around files."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from indicators.language import Translator

STYLE: Final = Path(__file__).with_name("intake.css")


def style(say: Translator) -> None:
    """Put the look of the intake on the page."""
    st.html(STYLE)
    words = {"upload": say("dossier.upload"), "limit": say("dossier.upload_limit")}
    st.html("<style>:root{" + "".join(f'--in-{name}:"{text}";' for name, text in words.items()) + "}</style>")
