"""The rule book from its TOML files, or from their texts as a register kept them. All faults of all files at once.

A round is one file; the documents and the regulation it names are looked for beside its folder first, then among the
shipped ones, so that an office can keep rounds and regulations of its own.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar

from indicators.check import FileNames, check_rule_book
from indicators.faults import Fault, FaultsError
from indicators.language import Message
from indicators.model import Documents, Regulation, Round, RuleBook, RuleBookTexts
from indicators.shape import Shape
from indicators.shape_faults import seen, unknown_key
from indicators.toml_text import SCHEMA, TomlFile, Tree, parse_toml, read_toml_file

SHIPPED: Final = Path(__file__).parent

Result = TypeVar("Result")


_DOCUMENTS: Final = Shape(Documents, "documents")
_REGULATION: Final = Shape(Regulation, "regulation")
_ROUND: Final = Shape(Round, "round")


def read_rule_book(round_file: Path) -> RuleBook:
    """Read a round with the regulation and the documents it rests on, and check them.

    Raises
    ------
    FaultsError
        With everything found in the three files.
    """
    faults: list[Fault] = []
    round_ = _attempt(faults, read_toml_file, round_file)
    documents = _attempt(faults, read_toml_file, _beside(round_file, "documents.toml"))
    regulation = None if round_ is None else _attempt(faults, _read_regulation, round_, round_file)
    records = _records(documents, regulation, round_, faults)
    faults += _content_faults(documents, regulation, round_, records)
    return _rule_book(documents, regulation, round_, records, faults)


def parse_rule_book(texts: RuleBookTexts) -> RuleBook:
    """Return the rule book of three texts that a register kept.

    Their content was checked when they were kept and is not checked again: a check made stricter since must not lock
    an office out of its own record.

    Raises
    ------
    FaultsError
        With everything in the three texts that no longer makes a record.
    """
    documents = TomlFile("documents.toml", texts.documents)
    regulation = TomlFile("regulation.toml", texts.regulation)
    round_ = TomlFile("round.toml", texts.round)
    faults: list[Fault] = []
    records = _records(documents, regulation, round_, faults)
    return _rule_book(documents, regulation, round_, records, faults)


def examine_rule_book(texts: RuleBookTexts) -> tuple[RuleBook | None, tuple[Fault, ...]]:
    """Return the rule book of three texts with everything that is wrong with it: of a draft, which may be at fault.

    The book is ``None`` where a text makes no record; otherwise it is there in spite of faults in its content.
    """
    documents, regulation = TomlFile("documents.toml", texts.documents), TomlFile("regulation.toml", texts.regulation)
    faults: list[Fault] = []
    sources, law, year = _records(documents, regulation, TomlFile("round.toml", texts.round), faults)
    if not (sources and law and year):
        return None, tuple(faults)
    names = FileNames("documents.toml", f"{law.key}.toml", f"{year.round_id}.toml")
    faults += check_rule_book(names, documents=sources.documents, regulation=law, round_=year)
    book = RuleBook(documents=sources.documents, regulation=law, round=year, texts=texts, digest=digest_of(texts))
    return book, tuple(faults)


def shipped_round_files() -> tuple[Path, ...]:
    """Return the round files that come with the program, in the order of their names."""
    return tuple(sorted((SHIPPED / "rounds").glob("*.toml")))


def shipped_rule_book(round_id: str) -> RuleBook:
    """Return the rule book of a round that comes with the program.

    Raises
    ------
    FaultsError
        If there is no such round, or its files are at fault.
    """
    files = {file.stem: file for file in shipped_round_files()}
    if round_id not in files:
        expected = ", ".join(files)
        raise FaultsError([Fault(Message("rulebook.round_not_shipped"), seen=round_id, expected=expected)])
    return _shipped(files[round_id])


@cache
def _shipped(round_file: Path) -> RuleBook:
    """Return what comes with the program, which does not change while it runs: reading and checking it takes 80 ms."""
    return read_rule_book(round_file)


def digest_of(texts: RuleBookTexts) -> str:
    """Return the digest of a rule book, as `RuleBook` says it is computed."""
    each = [_sha256(text) for text in (texts.documents, texts.regulation, texts.round)]
    return _sha256(json.dumps(each, separators=(",", ":")))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _attempt(faults: list[Fault], action: Callable[..., Result], *arguments: Any) -> Result | None:
    """Return what an action gives; where it finds faults, keep them and go on, so that all are found in one run."""
    try:
        return action(*arguments)
    except FaultsError as error:
        faults.extend(error.faults)
        return None


def _beside(round_file: Path, name: str) -> Path:
    own = round_file.absolute().parent.parent / name
    return own if own.exists() else SHIPPED / name


def _read_regulation(round_: TomlFile, round_file: Path) -> TomlFile | None:
    """Read the regulation that a round names; a round that cannot be read names none, and that is told elsewhere."""
    try:
        key = parse_toml(round_).get("regulation")
    except FaultsError:
        return None
    if not isinstance(key, str):
        return None
    known = sorted(
        file.stem
        for folder in (_beside(round_file, "regulation"), SHIPPED / "regulation")
        for file in folder.glob("*.toml")
    )
    if key not in known:
        what, expected = Message("rulebook.regulation_missing"), ", ".join(dict.fromkeys(known))
        raise FaultsError(
            [Fault(what, file=round_.name, entry="round", column="regulation", seen=key, expected=expected)]
        )
    return read_toml_file(_beside(round_file, f"regulation/{key}.toml"))


_Records = tuple[Documents | None, Regulation | None, Round | None]


def _records(
    documents: TomlFile | None, regulation: TomlFile | None, round_: TomlFile | None, faults: list[Fault]
) -> _Records:
    """Return the three records as far as the files allow; what is wrong with their shape goes to `faults`."""
    return (
        _record(documents, _DOCUMENTS, faults),
        _record(regulation, _REGULATION, faults),
        _record(round_, _ROUND, faults),
    )


def _content_faults(
    documents: TomlFile | None, regulation: TomlFile | None, round_: TomlFile | None, records: _Records
) -> tuple[Fault, ...]:
    names = FileNames(*(file.name if file else "" for file in (documents, regulation, round_)))
    sources, law, year = records
    return check_rule_book(names, documents=sources.documents if sources else None, regulation=law, round_=year)


def _rule_book(
    documents: TomlFile | None,
    regulation: TomlFile | None,
    round_: TomlFile | None,
    records: _Records,
    faults: list[Fault],
) -> RuleBook:
    sources, law, year = records
    if faults or not (documents and regulation and round_ and sources and law and year):
        raise FaultsError(faults)
    texts = RuleBookTexts(documents=documents.text, regulation=regulation.text, round=round_.text)
    return RuleBook(documents=sources.documents, regulation=law, round=year, texts=texts, digest=digest_of(texts))


def _record(file: TomlFile | None, shape: Shape[Result], faults: list[Fault]) -> Result | None:
    tree = None if file is None else _attempt(faults, parse_toml, file)
    if file is None or tree is None:
        return None
    faults.extend(_schema_faults(tree, file.name, shape.root))
    tree.pop("schema", None)
    if shape is _ROUND:
        faults.extend(_gather_indicators(tree, file.name))
    record, found = shape.read(tree, file.name)
    faults.extend(found)
    return record


def _schema_faults(tree: Tree, file: str, root: str) -> list[Fault]:
    """Check which version of the file format this is: a later one must not be half understood."""
    if "schema" not in tree:
        return [Fault(Message("rulebook.key_missing"), file=file, entry=root, column="schema")]
    version = tree["schema"]
    if type(version) is int and version == SCHEMA:
        return []
    what = Message("rulebook.schema_unknown")
    return [Fault(what, file=file, entry=root, column="schema", seen=seen(version), expected=str(SCHEMA))]


def _gather_indicators(tree: Tree, file: str) -> list[Fault]:
    """Put the ``[[indicator]]`` tables where the record has them: in the indicator table."""
    table = tree.get("indicator_table")
    if not isinstance(table, dict):
        tree.pop("indicator", None)
        return []
    misplaced = table.pop("indicator", None)
    if "indicator" in tree:
        table["indicator"] = tree.pop("indicator")
    if misplaced is None:
        return []
    return [unknown_key("indicator", ("[[indicator]]",), file=file, entry="indicator_table")]
