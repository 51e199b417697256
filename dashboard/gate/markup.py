"""The pages of the gate as markup: one frame, fields with their labels, buttons. No script is needed to sign in.

Everything that is said comes in escaped; nothing on these pages comes from, or goes to, another host.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from starlette.responses import HTMLResponse

from dashboard.gate import paths
from dashboard.gate.forms import FIELD
from dashboard.parts.wording import as_html
from dashboard.texts import translator
from indicators.language import LANGUAGES, Translator

POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'{also}; base-uri 'none'; frame-ancestors 'none'"
)
#: What a screen reader says at once.
_KINDS: Final = {"bad": "alert", "good": "status", "note": "status"}


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form.

    Attributes
    ----------
    name, label : str
    kind : str
        ``text``, ``password``, ``code`` (digits, by the phone's number keys).
    autocomplete : str
        What a browser or a password manager may fill in.
    hint : str
        A sentence below it, read out with it.
    value : str
    """

    name: str
    label: str
    kind: str = "text"
    autocomplete: str = "off"
    hint: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the gate.

    Attributes
    ----------
    title : str
    body : str
        Markup.
    told : tuple of (kind, words)
        What is said above the form: ``bad``, ``good`` or ``note``.
    status : int
    wide : bool
        For tables.
    """

    title: str
    body: str
    told: tuple[tuple[str, str], ...] = ()
    status: int = 200
    wide: bool = False


def render(page: Page, say: Translator, *, address: str, also: str = "") -> HTMLResponse:
    """Return a page as an answer.

    Parameters
    ----------
    page : Page
    say : Translator
    address : str
        The page's own path and query, to change the language on it.
    also : str
        Another origin to which a form of this page leads in the end, for the policy.
    """
    product = as_html(say("page.product"))
    words = "".join(f'<p class="told {kind}" role="{_KINDS[kind]}">{as_html(text)}</p>' for kind, text in page.told)
    text = (
        f'<!doctype html><html lang="{LANGUAGES[say.language].replace("_", "-")}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{as_html(page.title)} - {product}</title>"
        f'<link rel="icon" href="{paths.FILES}icon.svg"><link rel="stylesheet" href="{paths.FILES}gate.css">'
        f'<script src="{paths.FILES}gate.js" defer></script></head>'
        f'<body data-show="{as_html(say("gate.show"))}" data-hide="{as_html(say("gate.hide"))}">'
        f'<header><img src="{paths.FILES}icon.svg" alt="" width="36" height="36"><div><b>{product}</b>'
        f"<span>{as_html(say('gate.under_product'))}</span></div>{_languages(say, address)}</header>"
        f'<main class="{"wide" if page.wide else ""}"><h1>{as_html(page.title)}</h1>{words}{page.body}</main>'
        f"<footer>{as_html(say('gate.footer'))}</footer></body></html>"
    )
    answer = HTMLResponse(text, page.status)
    answer.headers["content-security-policy"] = POLICY.format(also=f" {also}" if also else "")
    answer.headers["cache-control"] = "no-store"
    return answer


def form(action: str, fields: Iterable[Field], button: str, *, word: str, next_: str = "/", kind: str = "main") -> str:
    """Return a form: its fields, and the one button that sends it."""
    drawn = "".join(_field(field, first=place == 0) for place, field in enumerate(fields))
    hidden = f'<input type="hidden" name="{FIELD}" value="{as_html(word)}">'
    if next_ != "/":
        hidden += f'<input type="hidden" name="next" value="{as_html(next_)}">'
    return (
        f'<form method="post" action="{action}" class="{kind}">{hidden}{drawn}'
        f'<button type="submit" class="{kind}">{as_html(button)}</button></form>'
    )


def button(action: str, label: str, *, word: str, values: Iterable[tuple[str, str]] = (), kind: str = "quiet") -> str:
    """Return a form that is a button alone."""
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{as_html(value)}">' for name, value in [(FIELD, word), *values]
    )
    return (
        f'<form method="post" action="{action}" class="inline">{hidden}'
        f'<button type="submit" class="{kind}">{as_html(label)}</button></form>'
    )


def link(address: str, label: str, kind: str = "") -> str:
    """Return a link to another page of the gate."""
    return f'<a href="{as_html(address)}" class="{kind}">{as_html(label)}</a>'


def facts(rows: Iterable[tuple[str, str]]) -> str:
    """Return names and values, one below the other."""
    inner = "".join(f"<dt>{as_html(name)}</dt><dd>{as_html(value)}</dd>" for name, value in rows)
    return f"<dl>{inner}</dl>"


def table(columns: Sequence[str], rows_html: Iterable[Sequence[str]]) -> str:
    """Return a table; cells are markup, and know their column where the page is narrow."""
    head = "".join(f'<th scope="col">{as_html(column)}</th>' for column in columns)
    body = "".join(
        "<tr>"
        + "".join(f'<td data-column="{as_html(column)}">{cell}</td>' for column, cell in zip(columns, row, strict=True))
        + "</tr>"
        for row in rows_html
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _field(field: Field, *, first: bool) -> str:
    extra = ' inputmode="numeric" maxlength="9"' if field.kind == "code" else ' maxlength="200"'
    kind = "password" if field.kind == "password" else "text"
    hint = f'<small id="{field.name}-hint">{as_html(field.hint)}</small>' if field.hint else ""
    told = f' aria-describedby="{field.name}-hint"' if field.hint else ""
    return (
        f'<div class="field"><label for="{field.name}">{as_html(field.label)}</label>'
        f'<input id="{field.name}" name="{field.name}" type="{kind}" value="{as_html(field.value)}" required'
        f' autocomplete="{field.autocomplete}" autocapitalize="none" spellcheck="false"{extra}{told}'
        f"{' autofocus' if first else ''}>{hint}</div>"
    )


def _languages(say: Translator, address: str) -> str:
    path, _, query = address.partition("?")
    kept = "&".join(part for part in query.split("&") if part and not part.startswith("lang="))
    links = []
    for code in LANGUAGES:
        words = translator(code)("page.language_name")
        asked = as_html(f"{quote(path)}?{kept}{'&' if kept else ''}lang={code}")
        now = ' aria-current="true"' if code == say.language else ""
        links.append(f'<a href="{asked}" lang="{code}" hreflang="{code}"{now}>{as_html(words)}</a>')
    return f'<nav aria-label="{as_html(say("page.language"))}">{"".join(links)}</nav>'
