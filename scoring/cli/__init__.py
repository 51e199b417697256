"""The command line, ``quality-credit``. Each command is imported when it is called."""

from __future__ import annotations

from typing import Final

import click

from scoring.cli.frame import Commands, Program, command, language_option

__all__ = ["COMMANDS", "Commands", "command", "main"]

COMMANDS: Final = {
    "score": "scoring.cli.score:score",
    "agreement": "scoring.cli.agreement:agreement",
    "severity": "scoring.cli.severity:severity",
    "reliability": "scoring.cli.reliability:reliability",
    "integrity": "scoring.cli.integrity:integrity",
    "items": "scoring.cli.items:items",
    "foretell": "scoring.cli.foretell:foretell",
    "decide": "scoring.cli.decide:decide",
    "weights": "scoring.cli.weights:group",
    "scheme": "scoring.cli.scheme:group",
    "round": "scoring.cli.round:group",
    "step": "scoring.cli.step:step",
    "import": "scoring.cli.import_:group",
    "export": "scoring.cli.export:group",
    "sheet": "scoring.cli.sheet:group",
    "draw": "scoring.cli.draw:draw",
    "certificate": "scoring.cli.certificate:certificate",
    "minutes": "scoring.cli.minutes:minutes",
    "document": "scoring.cli.document:group",
    "manual": "scoring.cli.manual:manual",
    "evidence": "scoring.cli.evidence:evidence",
    "regions": "scoring.cli.regions:regions",
    "national": "scoring.cli.national:national",
    "verify": "scoring.cli.record:verify",
    "check": "scoring.cli.record:check",
    "head": "scoring.cli.outside:head",
    "chain": "scoring.cli.outside:chain",
    "nightly": "scoring.cli.outside:nightly",
    "backup": "scoring.cli.copying:backup",
    "restore": "scoring.cli.copying:restore",
    "copy": "scoring.cli.copying:copy",
    "freeze": "scoring.cli.freezing:freeze",
    "thaw": "scoring.cli.freezing:thaw",
    "accept-clock": "scoring.cli.clock:accept_clock",
    "migrate": "scoring.cli.record:migrate",
    "user": "scoring.cli.user:group",
    "demo": "scoring.cli.demo:demo",
    "serve": "scoring.cli.serve:serve",
}
"""Name of a command and where it is; what else it needs is told in `frame`."""

main = Program("quality-credit", COMMANDS, params=[language_option()])
click.version_option(package_name="quality-credit-panel", message="%(prog)s %(version)s", help="cli.option_version")(
    main
)
