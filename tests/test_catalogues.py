"""Every text in both languages, with the same fields; every key in the code has its text and the other way round."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from indicators.language import LANGUAGES

ROOT = Path(__file__).parents[1]
FLOORS = [floor for floor in ("indicators", "scoring", "dashboard") if (ROOT / floor / "locale").exists()]
LETTER = re.compile("[A-Za-z]")
CJK = re.compile(r"[\u3400-\u9fff]")


@cache
def _texts(floor: str, language: str) -> dict[str, str]:
    texts: dict[str, str] = {}
    for file in sorted((ROOT / floor / "locale" / LANGUAGES[language] / "LC_MESSAGES").glob("*.po")):
        with file.open("rb") as stream:
            for entry in read_po(stream, abort_invalid=True):
                if entry.id:
                    assert entry.id not in texts, f"{file.name}: {entry.id} twice"
                    assert not entry.fuzzy, f"{file.name}: {entry.id} is fuzzy"
                    texts[str(entry.id)] = str(entry.string)
    return texts


def _without_fields(text: str) -> str:
    return "".join(literal for literal, *_ in Formatter().parse(text))


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@cache
def _trees(floor: str) -> list[tuple[Path, ast.Module]]:
    return [(file, ast.parse(file.read_text("utf-8"))) for file in sorted((ROOT / floor).rglob("*.py"))]


@cache
def _strings(floor: str) -> list[tuple[Path, ast.Constant, bool]]:
    found = []
    for file, tree in _trees(floor):
        docstrings = {
            node.body[0].value
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        found += [
            (file, node, node in docstrings)
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
    return found


@pytest.mark.parametrize("floor", FLOORS)
def test_both_languages_have_the_same_texts_and_fields(floor: str) -> None:
    chinese, english = _texts(floor, "zh"), _texts(floor, "en")
    assert set(chinese) == set(english)
    assert not [key for key in chinese if not chinese[key].strip() or not english[key].strip()]
    differ = {key: (_fields(chinese[key]), _fields(english[key])) for key in chinese}
    assert not {key: pair for key, pair in differ.items() if pair[0] != pair[1]}


@pytest.mark.parametrize("floor", FLOORS)
def test_chinese_is_chinese_and_english_is_english(floor: str) -> None:
    # An example of a call is a call: the same in both languages unless it names a file.
    words = {key: text for key, text in _texts(floor, "zh").items() if not key.startswith("cli.example_")}
    # What has fields, figures and signs alone is the same in every language.
    assert not [key for key, text in words.items() if LETTER.search(_without_fields(text)) and not CJK.search(text)]
    assert not [key for key, text in _texts(floor, "en").items() if CJK.search(text)]


def test_keys_in_the_code_and_in_the_catalogues_are_the_same() -> None:
    texts = {key for floor in FLOORS for key in _texts(floor, "zh")}
    areas = {key.split(".")[0] for key in texts}
    pattern = re.compile(rf"^({'|'.join(sorted(areas))})\.(?!(toml|csv|po|db|xlsx|css|js|svg|py)$)[a-z0-9_]*[a-z0-9]$")
    used = {node.value for floor in FLOORS for _, node, docstring in _strings(floor) if not docstring}
    # A key may be put together from an area and the name of a thing (a column): then its stem stands in the code.
    stems = tuple(value[: value.index("{")] for value in _patterns())
    unknown = {value for value in used if pattern.match(value)} - texts
    assert not unknown, f"keys without a text: {sorted(unknown)}"
    unused = {key for key in texts - used if not key.startswith(stems)}
    assert not unused, f"texts that nothing says: {sorted(unused)}"


def _patterns() -> list[str]:
    """Keys made by an f-string such as ``f"cli.column_{name}"``, written here as ``cli.column_{``."""
    found = []
    for floor in FLOORS:
        for file in (ROOT / floor).rglob("*.py"):
            found += re.findall(r"""f["']([a-z_]+\.[a-z0-9_]*\{)""", file.read_text("utf-8"))
    return found


def test_no_text_for_people_stands_in_the_code() -> None:
    chinese = [
        f"{file.relative_to(ROOT)}:{node.lineno} {node.value[:30]!r}"
        for floor in ("indicators", "scoring", "dashboard")
        for file, node, docstring in _strings(floor)
        if not docstring and CJK.search(node.value) and len(node.value) > HEADING_LENGTH
    ]
    assert not chinese


# Column headings of official tables and words of file formats are data that is matched, not text that is said.
HEADING_LENGTH = 8


def _set_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


# What Streamlit and Plotly show of a call: its first argument, or what goes by one of these names.
SHOWN_FIRST = _set_of(
    """button caption checkbox chat_input code data_editor date_input dialog download_button error expander feedback
    file_uploader form_submit_button header info link_button markdown metric multiselect number_input page_link pills
    popover progress radio segmented_control select_slider selectbox slider spinner status subheader success tabs text
    text_area text_input time_input title toast toggle warning write"""
)
SHOWN_BY_NAME = _set_of(
    """alt annotation_text caption help hovertemplate hovertext label legend name placeholder text texttemplate ticktext
    title title_text"""
)
#: Who reads these is a log.
NOT_PAGES = frozenset({"LOG", "threading"})
WORD = re.compile(r"[A-Za-z]{2,}|[\u3400-\u9fff]")
#: Markup, signs of Streamlit's and fields of Plotly's, colours: not words.
NO_WORDS = re.compile(r"<[^>]*>|:material/\w+:|&\w+;|%\{[^}]*\}|#[0-9a-f]{3,8}\b")
IN_MARKUP = re.compile(r">([^<>{}()=]*)</|(?:aria-label|alt|title|placeholder)=\"([^\"{]*)\"")


def _literals(node: ast.AST) -> list[ast.Constant]:
    parts = (
        node.values if isinstance(node, ast.JoinedStr) else node.elts if isinstance(node, ast.List | ast.Tuple) else []
    )
    found = [one for part in parts for one in _literals(part)]
    return [node] if isinstance(node, ast.Constant) and isinstance(node.value, str) else found


def _shown(call: ast.Call) -> list[ast.Constant]:
    by = call.func
    if isinstance(by, ast.Attribute) and isinstance(by.value, ast.Name) and by.value.id in NOT_PAGES:
        return []
    name = by.attr if isinstance(by, ast.Attribute) else by.id if isinstance(by, ast.Name) else ""
    first = call.args[:1] if name in SHOWN_FIRST else []
    return [
        one
        for node in (*first, *(word.value for word in call.keywords if word.arg in SHOWN_BY_NAME))
        for one in _literals(node)
    ]


def _words_in_code(tree: ast.Module, docstrings: set[ast.expr]) -> list[str]:
    """Return what a module shows to people that no catalogue has: literals handed to widgets, words in markup."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            told = [(one.lineno, NO_WORDS.sub("", one.value), one.value) for one in _shown(node)]
            # A key of a catalogue is no word: that it has a text is held above.
            found += [f"{at} {raw[:60]!r}" for at, text, raw in told if WORD.search(text) and not KEY.fullmatch(raw)]
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docstrings:
            words = [one or other for one, other in IN_MARKUP.findall(node.value)]
            found += [f"{node.lineno} {one[:60]!r}" for one in words if WORD.search(NO_WORDS.sub("", one))]
    return found


KEY = re.compile(r"[a-z_]+\.[a-z0-9_]*")


def test_no_label_title_or_markup_holds_words() -> None:
    docstrings = {node for _, node, docstring in _strings("dashboard") if docstring}
    found = {str(file.relative_to(ROOT)): _words_in_code(tree, docstrings) for file, tree in _trees("dashboard")}
    assert {file: words for file, words in found.items() if words} == {}


def test_words_in_code_would_be_found() -> None:
    planted = ast.parse(
        'st.button("Save")\nst.tabs(["Marks", say("page.x")])\nfigure.update(title=f"Grade {x}")\n'
        "st.html('<b>Late</b><i aria-label=\"Open\">{}</i>')\nst.metric(say('page.x'), help='page.help')\n"
        'LOG.warning("for the log")\nst.markdown(":material/info:")\n'
    )
    assert [one.split()[0] for one in _words_in_code(planted, set())] == ["1", "2", "3", "4", "4"]


def test_style_sheets_scripts_and_typst_hold_no_words() -> None:
    """A style sheet says nothing by ``content``, a script or a template nothing in Chinese; comments may."""
    found = []
    for file in (
        one for floor in FLOORS for one in (ROOT / floor).rglob("*") if one.suffix in (".css", ".js", ".html", ".typ")
    ):
        text = re.sub(r"/\*.*?\*/|<!--.*?-->", "", file.read_text("utf-8"), flags=re.DOTALL)
        if file.suffix == ".css":
            said = [
                one
                for one in re.findall(r"content:\s*[\"']([^\"']*)", text)
                if re.search("[A-Za-z]{2,}", one.replace("\\", " "))
            ]
        else:
            said = re.findall(r"[\u3400-\u9fff]+", re.sub(r"(?m)(^|\s)//.*$", "", text))
        found += [f"{file.relative_to(ROOT)} {one!r}" for one in said]
    assert found == []


#: What has no Chinese of its own: grades, formats, methods and their authors, units, commands, columns of files.
LATIN = _set_of(
    """AA AAA AUC CRITIC CSV DOCX DeLong Excel GB HTML JSON KB MB PDF PNG QC SHA SVG TOML TOTP UTU WVVT Word XLSX ZIP
    docx expert first iss judgement proxy quality-credit second serve sub xlsx"""
)


def test_chinese_pages_use_few_latin_words() -> None:
    texts = {key: re.sub(r"https?://\S+", "", _without_fields(text)) for key, text in _texts("dashboard", "zh").items()}
    found = {key: set(re.findall(r"[A-Za-z][A-Za-z'’-]*[A-Za-z]", text)) - LATIN for key, text in texts.items()}
    assert {key: words for key, words in found.items() if words} == {}
