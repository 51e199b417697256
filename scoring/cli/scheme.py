"""``scheme validate | compare | import | simulate | sitting | replay``: rule books before they rule a round."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import click

from indicators.compare import Change, compare, describe
from indicators.faults import FaultsError
from indicators.language import Message, Name
from indicators.load import read_rule_book, shipped_round_files, shipped_rule_book
from indicators.model import RuleBook
from indicators.table import import_table
from scoring import flow
from scoring.cli.acting import Acting, on_register
from scoring.cli.frame import Commands, command, language_option
from scoring.cli.parameters import ExistingFile, WholeNumber
from scoring.cli.session import Session

#: How the ids of drafts begin.
DRAFT: Final = "draft/"
TABLE: Final = {
    "validate": "scoring.cli.scheme:validate",
    "compare": "scoring.cli.scheme:compare_",
    "import": "scoring.cli.scheme:import_",
    "simulate": "scoring.cli.simulate:simulate",
    "sitting": "scoring.cli.simulate_sitting:sitting",
    "replay": "scoring.cli.replay:replay_",
}
group = Commands("scheme", TABLE, params=[language_option()])


@command("validate")
@click.argument("file", type=ExistingFile())
@click.pass_obj
def validate(session: Session, file: Path) -> None:
    """Check a round file with the regulation and the documents that it rests on."""
    book = read_rule_book(file)
    table = book.round.indicator_table
    facts: dict[str, Any] = {
        "round_id": book.round.round_id,
        "status": book.round.status,
        "rule_book": book.digest,
        "regulation": book.regulation.key,
        "indicators": len(table.leaves()),
        "full_marks": table.full_marks,
    }
    if session.as_json:
        session.show_json({"file": file.name, **facts, "faults": []})
        return
    status = Message(f"rounds.status_{book.round.status}")
    session.show_line(session.say("schemes.sound", **{**facts, "file": file.name, "status": status}))
    if book.round.banner:
        session.show_line(session.say.say(Name(book.round.banner, book.round.banner_en)))


@command("compare")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@on_register(role="secretariat")
@click.pass_obj
def compare_(session: Session, *, acting: Acting, old: str, new: str) -> None:
    """Print what changed between two rounds."""
    before, after = find_rule_book(old, acting), find_rule_book(new, acting)
    changes = compare(before, after)
    if session.as_json:
        places = {"old": before, "new": after}
        rounds = {key: {"round_id": b.round.round_id, "rule_book": b.digest} for key, b in places.items()}
        session.show_json({**rounds, "changes": _as_json(changes, session)})
        return
    for line in describe(changes, session.say):
        session.show_line(line)


@command("import")
@click.argument("table", type=ExistingFile(), metavar="TABLE")
@click.option("--base", required=True, metavar="ROUND", help="cli.option_base")
@click.option("--round-id", required=True, metavar="ID", help="cli.option_round_id")
@click.option("--year", type=WholeNumber(1, 9999), required=True, metavar="YEAR", help="cli.option_year")
@click.option("--name", required=True, metavar="NAME", help="cli.option_name")
@click.option("--name-en", metavar="NAME", help="cli.option_name_en")
@click.option("--to", type=click.Path(path_type=Path), metavar="FILE.toml", help="cli.option_to_round")
@click.option("--apply", "apply_", is_flag=True, help="cli.option_apply")
@on_register(role="secretariat")
@click.pass_obj
def import_(
    session: Session,
    *,
    acting: Acting,
    table: Path,
    base: str,
    round_id: str,
    year: int,
    name: str,
    name_en: str | None,
    to: Path | None,
    apply_: bool,
) -> None:
    """Make a round file of an official indicator table; without ``--apply`` only tell what it would change."""
    to = _new_round_file(session, to or Path(f"{round_id}.toml"), round_id)
    made = import_table(table, find_rule_book(base, acting), round_id, year, name, name_en=name_en)
    session.tell(made.notices)
    written = _write_round(to, made.text) if apply_ else None
    if session.as_json:
        digest = None if written is None else written.digest
        document = {"round_id": round_id, "file": str(to), "applied": apply_, "rule_book": digest}
        session.show_json({**document, "changes": _as_json(made.changes, session)})
        return
    for line in describe(made.changes, session.say):
        session.show_line(line)
    key = "schemes.written" if apply_ else "schemes.preview"
    session.show_line(session.say(key, file=str(to), count=len(made.changes)))


def find_rule_book(text: str, acting: Acting) -> RuleBook:
    """Return the rule book of a file, of a shipped round, of a round of the register, or of a draft (``draft/1``).

    A register that the call names comes before the shipped rounds: an adopted round may differ from the shipped one.
    """
    if text.startswith(DRAFT):
        with acting.register() as register:
            draft = flow.read_draft(register, acting.actor, text)
        if draft.faults:
            raise FaultsError(draft.faults)
        return draft.book
    path = Path(text)
    if path.suffix == ".toml" or path.is_file():
        return read_rule_book(path)
    shipped = [file.stem for file in shipped_round_files()]
    if acting.asked is None and (text in shipped or not acting.is_there()):
        return shipped_rule_book(text)
    with acting.register() as register:
        known = [one.round_id for one in flow.list_rounds(register, acting.actor)]
        if text in shipped and text not in known:
            return shipped_rule_book(text)
        return flow.show_round(register, acting.actor, text).rule_book


def _new_round_file(session: Session, to: Path, round_id: str) -> Path:
    """Return where a round is written: a file named after it that is not there yet."""
    if to.name != f"{round_id}.toml":
        raise click.UsageError(session.say("schemes.file_named_otherwise", file=to.name, expected=f"{round_id}.toml"))
    if to.exists():
        raise click.UsageError(session.say("schemes.file_there", file=str(to)))
    return to


def _write_round(to: Path, text: str) -> RuleBook:
    """Write a round file that is not there yet and read it back; what does not load is not left behind."""
    with to.open("x", encoding="utf-8", newline="\n") as stream:
        try:
            stream.write(text)
            stream.close()
            return read_rule_book(to)
        except BaseException:
            with suppress(OSError):
                to.unlink()
            raise


def _as_json(changes: tuple[Change, ...], session: Session) -> list[dict[str, Any]]:
    return [
        {
            "kind": change.kind,
            "entry": change.entry,
            "title": change.title,
            "column": change.column,
            "old": change.old,
            "new": change.new,
            "message": describe([change], session.say)[0],
        }
        for change in changes
    ]
