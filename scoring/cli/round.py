"""``round create | list | show | draft | sign | advance``: the accreditation rounds of a register."""

from __future__ import annotations

from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, Final

import click

from indicators.language import Message, Name
from indicators.load import read_rule_book, shipped_round_files, shipped_rule_book
from indicators.model import RuleBook
from scoring import flow
from scoring.cli.acting import Acting, entry_as_json, now, on_register, show_entry
from scoring.cli.frame import Commands, command, language_option
from scoring.cli.layout import Column, two_columns
from scoring.cli.parameters import OneOf, Read
from scoring.cli.rule_book import citation_text, parameter_text
from scoring.cli.session import Session
from scoring.errors import SpokenError
from scoring.flow import RoundSummary
from scoring.procedure.rounds import STATES, RoundState
from scoring.register.database import Register

TABLE: Final = {
    "create": "scoring.cli.round:create",
    "list": "scoring.cli.round:list_",
    "show": "scoring.cli.round:show",
    "draft": "scoring.cli.opening:draft",
    "sign": "scoring.cli.opening:sign",
    "advance": "scoring.cli.round:advance",
}
group = Commands("round", TABLE, params=[language_option()])


def shipped_or_file(text: str) -> str | Path:
    """Return the id of a round, shipped or adopted, or the path of a round file.

    Raises
    ------
    SpokenError
        If there is no such file.
    """
    if text in [file.stem for file in shipped_round_files()]:
        return text
    path = Path(text)
    if path.exists():
        return path
    if path.suffix == ".toml":
        raise SpokenError(Message("cli.no_such_file", {"file": text}))
    return text


def rule_book_of(source: str | Path, register: Register, session: Session, acting: Acting) -> RuleBook:
    """Return the rule book of a round file, of a draft that two persons adopted, or of a shipped round, checked.

    Raises
    ------
    UsageError
        If there is no such round.
    """
    if isinstance(source, Path):
        return read_rule_book(source)
    adopted = flow.adopted_book(register, acting.actor, source)
    if adopted is not None:
        return adopted.book
    ids = [file.stem for file in shipped_round_files()]
    if source not in ids:
        raise click.UsageError(session.say("rulebook.round_not_shipped", seen=source, expected=", ".join(ids)))
    return shipped_rule_book(source)


@command("create")
@click.argument("round_", type=Read(shipped_or_file), metavar="ROUND")
@click.option("--reason", default="", metavar="TEXT", help="cli.option_reason")
@on_register(role="secretariat")
@click.pass_obj
def create(session: Session, *, acting: Acting, round_: str | Path, reason: str) -> None:
    """Enter a round and its rule book in the register."""
    with acting.register() as register:
        book = rule_book_of(round_, register, session, acting)
        entry = flow.create_round(register, acting.actor, now(), book, reason=reason)
    if session.as_json:
        session.show_json({"round_id": book.round.round_id, "rule_book": book.digest, "entry": entry_as_json(entry)})
        return
    values = {"round": book.round.round_id, "name": _name(book), "digest": book.digest}
    session.show_line(session.say("rounds.created", **values))
    _show_banner(session, book)
    show_entry(session, entry)


@command("list")
@on_register(role="secretariat")
@click.pass_obj
def list_(session: Session, *, acting: Acting) -> None:
    """Print the rounds of the register."""
    with acting.register() as register:
        found = flow.list_rounds(register, acting.actor)
    if session.as_json:
        session.show_json({"synthetic": register.synthetic, "rounds": [_headline(one) for one in found]})
        return
    _show_if_synthetic(session, register)
    say = session.say
    columns = [
        Column(say("rounds.round_id")),
        Column(say("rulebook.key_of_name")),
        Column(say("rulebook.key_of_year"), right=True),
        Column(say("rounds.status")),
        Column(say("rounds.state")),
        Column(say("rounds.applications"), right=True),
    ]
    rows = [
        [
            one.round_id,
            say.say(_name(one.rule_book)),
            str(one.rule_book.round.year),
            say(f"rounds.status_{one.rule_book.round.status}"),
            say(f"rounds.state_{one.state}"),
            str(sum(one.applications.values())),
        ]
        for one in found
    ]
    session.show_table(columns, rows)


@command("show")
@click.argument("round_id", metavar="ID")
@on_register(role="secretariat")
@click.pass_obj
def show(session: Session, *, acting: Acting, round_id: str) -> None:
    """Print one round: state, rule book, cut scores, parameter sheet with the source of each value."""
    with acting.register() as register:
        found = flow.show_round(register, acting.actor, round_id)
    if session.as_json:
        round_ = {**_headline(found), **_rules_as_json(found.rule_book)}
        session.show_json({"synthetic": register.synthetic, "round": round_})
        return
    _show_if_synthetic(session, register)
    _show_headline(session, found)
    _show_rules(session, found.rule_book)


@command("advance")
@click.argument("round_id", metavar="ID")
@click.argument("state", type=OneOf(STATES), metavar="STATE")
@click.option("--reason", default="", metavar="TEXT", help="cli.option_reason")
@on_register(role="secretariat")
@click.pass_obj
def advance(session: Session, *, acting: Acting, round_id: str, state: RoundState, reason: str) -> None:
    """Bring a round to its next state."""
    with acting.register() as register:
        entry = flow.advance_round(register, acting.actor, now(), round_id, state, reason=reason)
    if session.as_json:
        session.show_json({"round_id": round_id, "state": state, "entry": entry_as_json(entry)})
        return
    session.show_line(session.say("rounds.advanced", round=round_id, state=Message(f"rounds.state_{state}")))
    show_entry(session, entry)


def _name(book: RuleBook) -> Name:
    return Name(book.round.name, book.round.name_en)


def _headline(found: RoundSummary) -> dict[str, Any]:
    round_ = found.rule_book.round
    return {
        "round_id": found.round_id,
        "name": round_.name,
        "name_en": round_.name_en,
        "year": round_.year,
        "status": round_.status,
        "state": found.state,
        "rule_book": found.rule_book.digest,
        "adopted_at": found.adopted_at,
        "grades_open": round_.grades_open,
        "applications": found.applications,
    }


def _rules_as_json(book: RuleBook) -> dict[str, Any]:
    round_ = book.round
    sheet = round_.parameter_sheet
    values = asdict(sheet)
    return {
        "banner": round_.banner,
        "banner_en": round_.banner_en,
        "regulation": round_.regulation,
        "full_marks": round_.indicator_table.full_marks,
        "indicators": len(round_.indicator_table.leaves()),
        "cut_scores": [asdict(cut) for cut in round_.cut_scores],
        "parameter_sheet": [
            {"key": key, "value": values[key], "note": note.text, "cite": asdict(note.cite)}
            for key, note in sheet.notes.items()
        ],
    }


def _show_headline(session: Session, found: RoundSummary) -> None:
    say, round_ = session.say, found.rule_book.round
    grades = ", ".join(f"{grade} {count}" for grade, count in found.applications.items())
    lines = {
        "rounds.round_id": found.round_id,
        "rulebook.key_of_name": _name(found.rule_book),
        "rounds.status": Message(f"rounds.status_{round_.status}"),
        "rounds.state": Message(f"rounds.state_{found.state}"),
        "rulebook.key_of_grades_open": ", ".join(round_.grades_open),
        "rounds.applications": grades or "0",
        "rounds.rule_book": found.rule_book.digest,
        "rounds.adopted_at": found.adopted_at,
        "rounds.indicators": len(round_.indicator_table.leaves()),
        "rulebook.key_of_full_marks": round_.indicator_table.full_marks,
    }
    for line in two_columns([(say(key), say.say(value)) for key, value in lines.items()]):
        session.show_line(line)
    _show_banner(session, found.rule_book)


def _show_if_synthetic(session: Session, register: Register) -> None:
    if register.synthetic:
        session.show_line(session.say("exports.synthetic_is"))


def _show_banner(session: Session, book: RuleBook) -> None:
    if book.round.banner:
        session.show_line(session.say.say(Name(book.round.banner, book.round.banner_en)))


def _show_rules(session: Session, book: RuleBook) -> None:
    say, sheet = session.say, book.round.parameter_sheet
    cuts = [
        (cut.grade, say("rounds.cut", least=cut.min_score, source=citation_text(book, cut.cite, say)))
        for cut in book.round.cut_scores
    ]
    values = [
        (
            say(f"rulebook.key_of_{field.name}"),
            f"{parameter_text(getattr(sheet, field.name), say)}\n{note.text}\n{citation_text(book, note.cite, say)}",
        )
        for field in fields(sheet)
        if (note := sheet.notes.get(field.name)) is not None
    ]
    for title, pairs in ((say("rulebook.part_cut_score"), cuts), (say("rulebook.part_parameter_sheet"), values)):
        session.show_line()
        session.show_line(title)
        for line in two_columns(pairs):
            session.show_line(line)
