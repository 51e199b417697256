"""``head``, ``chain``, ``nightly``: what of the record leaves the building, and the watch over it each night."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from scoring import flow
from scoring.cli.acting import Acting, now, on_register
from scoring.cli.frame import INPUT_AT_FAULT, RECORD_AT_FAULT, command
from scoring.cli.parameters import Read
from scoring.cli.session import Session
from scoring.documents import chain_script
from scoring.documents.heads import OutsideHead, head_file, head_letter, heads_in, is_address
from scoring.errors import RecordError, SpokenError
from scoring.register.chain import Head
from scoring.register.database import Register

HEAD_SUFFIX: Final = ".head.txt"
LETTER_SUFFIX: Final = ".eml"
ALARMS: Final = "alarms.log"
_LARGEST: Final = 1_000_000
"""Bytes of a file in which heads are looked for."""
Function = TypeVar("Function", bound=Callable[..., Any])


def _address(text: str) -> str:
    if not is_address(text):
        raise SpokenError(Message("outside.not_an_address", {"seen": text}))
    return text


def _places(function: Function) -> Function:
    """Add where a head goes: ``--to --spool --sender --recipient``."""
    for add in (
        click.option("--recipient", type=Read(_address), metavar="ADDRESS", help="cli.option_recipient"),
        click.option("--sender", type=Read(_address), metavar="ADDRESS", help="cli.option_sender"),
        click.option("--spool", type=click.Path(path_type=Path), metavar="DIR", help="cli.option_spool"),
        click.option("--to", type=click.Path(path_type=Path), required=True, metavar="DIR", help="cli.option_head_to"),
    ):
        function = add(function)
    return function


@command("head")
@_places
@on_register(role="inspector")
@click.pass_obj
def head(
    session: Session, *, acting: Acting, to: Path, spool: Path | None, sender: str | None, recipient: str | None
) -> None:
    """Write the head of the chain to places outside of the database."""
    _refuse_bad_places(session, to, spool, sender, recipient)
    with acting.register() as register:
        told, files = _send_out(session, register, acting, to, spool, sender, recipient)
    _show_sent(session, told, files)


@command("chain")
@click.option("--script", type=click.Path(path_type=Path), metavar="FILE", help="cli.option_script")
@click.option("--to", type=click.Path(path_type=Path), metavar="FILE", help="cli.option_chain_to")
@on_register(role="inspector")
@click.pass_obj
def chain(session: Session, *, acting: Acting, to: Path | None, script: Path | None) -> None:
    """Write what of the chain may be published, or the script with which a stranger checks it."""
    if to is None and script is None:
        raise click.UsageError(session.say("outside.chain_or_script"))
    for file in (to, script):
        if file is not None and file.exists():
            raise click.UsageError(session.say("exports.file_there", file=str(file)))
    count = None
    if script is not None:
        script.write_bytes(Path(chain_script.__file__).read_bytes())
    if to is not None:
        with acting.register() as register:
            count = _write_chain(register, acting, to)
    names = [file.name for file in (to, script) if file is not None]
    if session.as_json:
        session.show_json({"files": names, "entries": count})
    elif count is not None:
        session.show_line(session.say("outside.chain_written", file=str(to), count=count))
    if script is not None and not session.as_json:
        session.show_line(session.say("outside.script_written", file=str(script)))


@command("nightly")
@_places
@on_register(role="inspector")
@click.pass_obj
def nightly(
    session: Session, *, acting: Acting, to: Path, spool: Path | None, sender: str | None, recipient: str | None
) -> int:
    """Verify the record against the heads kept, check what must always hold, and send out the new head."""
    _refuse_bad_places(session, to, spool, sender, recipient)
    try:
        with acting.register() as register:
            faults = _all_faults(session, register, acting, to)
            if not faults:
                told, files = _send_out(session, register, acting, to, spool, sender, recipient)
    except (RecordError, FaultsError) as error:
        faults = error.faults if isinstance(error, FaultsError) else (Fault(error.what),)
        _alarm(session, acting, to, faults)
        return RECORD_AT_FAULT if isinstance(error, RecordError) else INPUT_AT_FAULT
    if faults:
        _alarm(session, acting, to, faults)
        return INPUT_AT_FAULT
    _show_sent(session, told, files)
    return 0


def kept_heads(places: Iterable[Path]) -> tuple[Head, ...]:
    """Return the heads that stand in files, or in the files of folders.

    Raises
    ------
    FaultsError
        If no head stands in a place: to compare with nothing would look like a proof.
    """
    found: list[Head] = []
    faults: list[Fault] = []
    for place in places:
        heads = [Head.parse(text) for file in _files(place) for text in heads_in(_text(file))]
        if not heads:
            faults.append(Fault(Message("outside.no_head_there"), file=place.name or str(place)))
        found += heads
    if faults:
        raise FaultsError(faults)
    return tuple(found)


def _files(place: Path) -> Iterator[Path]:
    inside = sorted(place.iterdir()) if place.is_dir() else [place]
    # What was seen wrong once is no head that was kept.
    yield from (file for file in inside if file.is_file() and file.name != ALARMS)


def _text(file: Path) -> str:
    with file.open("rb") as stream:
        return stream.read(_LARGEST).decode("utf-8", "replace")


def _refuse_bad_places(
    session: Session, to: Path, spool: Path | None, sender: str | None, recipient: str | None
) -> None:
    for folder in (to, spool):
        if folder is not None and not folder.is_dir():
            raise click.UsageError(session.say("outside.no_folder", folder=str(folder)))
    if len({spool is None, sender is None, recipient is None}) > 1:
        raise click.UsageError(session.say("outside.letter_needs_all"))


def _send_out(
    session: Session,
    register: Register,
    acting: Acting,
    to: Path,
    spool: Path | None,
    sender: str | None,
    recipient: str | None,
) -> tuple[OutsideHead, list[str]]:
    """Write the head where it is not yet; return it and the names of the new files."""
    newest = flow.head_of_record(register, acting.actor)
    told = OutsideHead(register.register_id, newest.sequence, newest.hash, now())
    made = _write_once(to / f"{told.stem}{HEAD_SUFFIX}", head_file(told), told)
    if spool is not None and sender is not None and recipient is not None:
        letter = head_letter(told, sender=sender, recipient=recipient, say=session.say)
        made += _write_once(spool / f"{told.stem}{LETTER_SUFFIX}", letter, told)
    return told, made


def _write_once(file: Path, content: bytes, told: OutsideHead) -> list[str]:
    """Write a file that is not there yet, whole or not at all; one that is there must hold the same head.

    Raises
    ------
    FaultsError
        If another head of the same number stands there: the chain was written anew.
    """
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        os.link(part, file)  # unlike a rename, never in the place of what is there
    except FileExistsError:
        kept = heads_in(_text(file))
        if str(told) not in kept:
            what = Message("outside.another_head")
            raise FaultsError([Fault(what, file=file.name, seen=", ".join(kept), expected=str(told))]) from None
        return []
    finally:
        part.unlink(missing_ok=True)
    return [file.name]


def _write_chain(register: Register, acting: Acting, to: Path) -> int:
    count = 0
    part = to.with_name(f".{to.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="\n") as stream:
            _write_line(stream.write, "register_fact", {"id": 1, "key": "hash_name", "value": register.hash_name})
            for one in flow.published_chain(register, acting.actor):
                row = {name: getattr(one, name) for name in ("sequence", "at", "act", "sealed", "previous", "hash")}
                _write_line(stream.write, "chain_entry", row)
                count += 1
        os.replace(part, to)
    finally:
        part.unlink(missing_ok=True)
    return count


def _write_line(write: Callable[[str], object], table: str, row: object) -> None:
    write(json.dumps({"table": table, "row": row}, ensure_ascii=False) + "\n")


def _all_faults(session: Session, register: Register, acting: Acting, to: Path) -> tuple[Fault, ...]:
    first_night = not any(file.name.endswith(HEAD_SUFFIX) for file in _files(to))
    if first_night:
        session.tell([Message("outside.nothing_to_compare")])
    heads = () if first_night else kept_heads([to])
    found = flow.verify(register, acting.actor, heads=heads).faults
    # Rows that are not what was recorded break sentences too: said once.
    return found or flow.check(register, acting.actor)


def _alarm(session: Session, acting: Acting, to: Path, faults: Sequence[Fault]) -> None:
    """Tell on standard error, and keep the line beside the heads."""
    values = {"at": now(), "register": acting.shown(), "count": len(faults), "first": faults[0].message(session.say)}
    line = session.say("outside.alarm", **values).replace("\n", " ")
    session.show_faults(faults, heading="outside.nightly_failed")
    session.tell([Message("outside.alarm", values)])
    with (to / ALARMS).open("a", encoding="utf-8") as stream:
        stream.write(line + "\n")


def _show_sent(session: Session, told: OutsideHead, files: list[str]) -> None:
    if session.as_json:
        session.show_json({"head": str(told), "files": files})
        return
    session.show_line(session.say("outside.sent" if files else "outside.sent_before", head=str(told)))
    for name in files:
        session.show_line(f"  {name}")
