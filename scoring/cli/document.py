"""``document``: papers filled into the templates of the office; the templates written, adopted, listed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import click

from scoring import flow
from scoring.cli.acting import Acting, entry_as_json, now, on_register, show_entry
from scoring.cli.choosing import stage_option
from scoring.cli.export import refuse_bad_target
from scoring.cli.frame import Commands, command, language_option
from scoring.cli.handing import hand_over, number_as_json, tell_number
from scoring.cli.parameters import OneOf
from scoring.cli.session import Session
from scoring.documents.fonts import VARIABLE, find_fonts
from scoring.documents.templated.kinds import KINDS, Kind
from scoring.documents.templated.making import WORD, suffixes_of
from scoring.documents.templated.package import LARGEST
from scoring.flow import Mark, PaperAsked
from scoring.model import Stage

TABLE: Final = {
    "make": "scoring.cli.document:make",
    "template": "scoring.cli.document:template",
    "adopt": "scoring.cli.document:adopt",
    "list": "scoring.cli.document:history",
}
group = Commands("document", TABLE, params=[language_option()])
_KIND: Final = OneOf(KINDS)
_TO: Final = click.Path(path_type=Path)


@command("make")
@click.option("--overwrite", is_flag=True, help="cli.option_overwrite")
@click.option("--to", type=_TO, required=True, metavar="FILE", help="cli.option_document_to")
@click.option("--about", required=True, metavar="ID", help="cli.option_document_about")
@click.option("--kind", type=_KIND, required=True, metavar="KIND", help="cli.option_document_kind")
@stage_option
@on_register(role="secretariat")
@click.pass_obj
def make(session: Session, *, acting: Acting, kind: Kind, about: str, to: Path, overwrite: bool, stage: Stage) -> None:
    """Make a paper of the template in force."""
    refuse_bad_target(session, to, overwrite=overwrite, suffixes=suffixes_of(kind))
    asked = PaperAsked(kind, about, to.suffix.lower(), stage)
    fonts, say = find_fonts(os.environ.get(VARIABLE)), session.say
    with acting.register() as register:
        at = now()

        def file(mark: Mark) -> bytes:
            return flow.make_paper(register, acting.actor, at, asked, say=say, fonts=fonts, copy=say(mark.copy))

        what = flow.export_of(kind)
        mark = hand_over(register, acting, at, to, what=what, about=about, make=file)
        held = flow.template_in_force(register, acting.actor, kind=kind, language=say.language)
    if session.as_json:
        told = {"file": to.name, "kind": kind, "template": held.template.digest, "template_version": held.version}
        session.show_json({**told, **number_as_json(mark)})
        return
    session.show_line(say("template.made", file=str(to), template=held.words))
    tell_number(session, mark)


@command("template")
@click.option("--overwrite", is_flag=True, help="cli.option_overwrite")
@click.option("--to", type=_TO, required=True, metavar="FILE", help="cli.option_document_to")
@click.option("--kind", type=_KIND, required=True, metavar="KIND", help="cli.option_document_kind")
@on_register(role="secretariat")
@click.pass_obj
def template(session: Session, *, acting: Acting, kind: Kind, to: Path, overwrite: bool) -> None:
    """Write the template in force, to be edited in Word."""
    refuse_bad_target(session, to, overwrite=overwrite, suffixes=(WORD,))
    with acting.register() as register:
        held = flow.template_in_force(register, acting.actor, kind=kind, language=session.say.language)
    to.write_bytes(held.template.content)
    if session.as_json:
        session.show_json({"file": to.name, "digest": held.template.digest, "version": held.version})
        return
    session.show_line(session.say("template.written", file=str(to), template=held.words))


@command("adopt")
@click.option("--reason", required=True, metavar="TEXT", help="cli.option_document_reason")
@click.option("--shipped", is_flag=True, help="cli.option_document_shipped")
@click.option("--file", "file", type=_TO, metavar="FILE", help="cli.option_document_file")
@click.option("--kind", type=_KIND, required=True, metavar="KIND", help="cli.option_document_kind")
@on_register(role="secretariat")
@click.pass_obj
def adopt(session: Session, *, acting: Acting, kind: Kind, file: Path | None, shipped: bool, reason: str) -> None:
    """Adopt an edited template, or go back to the shipped one."""
    if (file is None) is not shipped:
        raise click.UsageError(session.say("template.file_or_shipped"))
    language = session.say.language
    with acting.register() as register:
        if file is None:
            entry = flow.withdraw_template(register, acting.actor, now(), kind=kind, language=language, reason=reason)
        else:
            with file.open("rb") as stream:
                content = stream.read(LARGEST + 1)  # one byte more is too large, however much more there is
            entry = flow.adopt_template(
                register,
                acting.actor,
                now(),
                kind=kind,
                language=language,
                name=file.name,
                content=content,
                reason=reason,
            )
        held = flow.template_in_force(register, acting.actor, kind=kind, language=language)
    if session.as_json:
        session.show_json({"digest": held.template.digest, "version": held.version, "entry": entry_as_json(entry)})
        return
    session.show_line(session.say("template.holds_now", kind=session.say(f"template.kind_{kind}"), template=held.words))
    show_entry(session, entry)


@command("list")
@on_register(role="secretariat")
@click.pass_obj
def history(session: Session, *, acting: Acting) -> None:
    """Tell which templates were adopted, by whom and why."""
    with acting.register() as register:
        found = flow.template_history(register, acting.actor)
    if session.as_json:
        session.show_json(
            [
                {
                    "kind": one.kind,
                    "language": one.language,
                    "version": one.version,
                    "state": one.state,
                    "digest": one.digest,
                    "name": one.name,
                    "by": one.by,
                    "reason": one.reason,
                    "at": one.at,
                }
                for one in found
            ]
        )
        return
    if not found:
        session.show_line(session.say("template.none_adopted"))
    for one in found:
        state = session.say(f"template.state_{one.state}")
        values = {"version": one.version, "state": state, "by": one.by, "at": one.at[:10], "reason": one.reason}
        kind = session.say(f"template.kind_{one.kind}")
        session.show_line(session.say("template.line", kind=kind, language=one.language, **values))
