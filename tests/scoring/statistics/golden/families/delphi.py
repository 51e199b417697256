"""RAND/UCLA disagreement and the consensus measures of Delphi rounds."""

from __future__ import annotations

from typing import Any

import numpy as np

from scoring.statistics.agreement.delphi import delphi
from scoring.statistics.agreement.dispersion import dispersion
from scoring.statistics.agreement.rand_ucla import rand_ucla


def answers(case: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if case.has("rand."):
        found |= _rand(case)
    if case.has("delphi.scale"):
        found |= _round(case)
    if case.has("delphi.A"):
        found |= _frequencies(case)
    return found


def _rand(case: Any) -> dict[str, Any]:
    found = rand_ucla(case.wide()[0], scale=tuple(case.params["scale"]))
    return {
        "rand.median": found.median,
        "rand.p30": found.p30,
        "rand.p70": found.p70,
        "rand.IPR": found.ipr,
        "rand.IPRCP": found.iprcp,
        "rand.AI": found.ai,
        "rand.IPRAS": found.ipras,
        "rand.disagree": found.disagreement,
    }


def _round(case: Any) -> dict[str, Any]:
    low, high = case.given("delphi.scale")
    marks = case.wide()
    found = delphi(marks[0] if len(marks) == 1 else marks, categories=np.arange(low, high + 1.0))
    return {
        "delphi.median": found.median,
        "delphi.iqr": found.iqr,
        "delphi.pct_within_1_of_median": found.near_median,
        "delphi.consensus_tastle_wierman": found.spread.consensus,
        "delphi.agreement_A_van_der_eijk": found.spread.agreement,
        "delphi.leik_D": found.spread.leik,
    }


def _frequencies(case: Any) -> dict[str, Any]:
    found = dispersion(np.array([float(row["count"]) for row in case.rows()]))
    return {
        "delphi.A": found.agreement,
        "delphi.cns": found.consensus,
        "delphi.leik": found.leik,
        "delphi.BerryMielke_IOV": found.iov,
        "delphi.polarization": found.polarisation,
        "delphi.entropy_normalised": found.entropy,  # agrmt's entropy() is in bits, whatever the key says
        "delphi.lsquared": found.l_squared,
    }
