"""The same statistic of the same marks in the same process by this program and by each peer, and both answers compared.

Every statistic is timed with all that this program gives beside the value (limits, tests, standard errors, reasons);
peers that give less are not made to give more. A peer works one panel at a time, so it is timed on the first panels of
a load and scaled, which the row says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import numpy as np

from scoring.model import FloatArray
from scoring.statistics.agreement.cohen import cohen_kappa
from scoring.statistics.agreement.cronbach import cronbach_alpha
from scoring.statistics.agreement.fleiss import fleiss_kappa
from scoring.statistics.agreement.gwet import gwet_ac2
from scoring.statistics.agreement.icc import icc
from scoring.statistics.agreement.kendall import kendall_w
from scoring.statistics.agreement.krippendorff import krippendorff_alpha
from scoring.statistics.agreement.krippendorff_bootstrap import krippendorff_bootstrap
from scoring.statistics.agreement.result import Agreement
from scoring.statistics.mixed import fit_two_way
from scoring.statistics.reliability.g_study import g_study
from tests.benchmarks.statistics import panels, peers
from tests.benchmarks.statistics.rows import Row
from tests.benchmarks.statistics.timing import taken

REPEATS: Final = 3
_SHORT: Final = "its search stops a little below the maximum: our likelihood is the greater"
FORMS: Final = ("icc_1", "icc_a1", "icc_c1", "icc_1k", "icc_ak", "icc_ck")


@dataclass(frozen=True, slots=True)
class Peer:
    """A peer's way to one statistic.

    `answer` takes a panel, or what `prepare` makes of it beforehand; `sample` panels of the load are timed.
    """

    name: str
    answer: Callable[[Any], Any]
    sample: int
    prepare: Callable[[FloatArray], Any] | None = None
    at_least: float | None = None
    note: str = ""


def compared(
    what: str, load: FloatArray, own: Callable[[FloatArray], FloatArray], others: Sequence[Peer]
) -> Iterable[Row]:
    """Yield a row for each peer. `own` answers for a stack, its first axis the panels."""
    mine = taken(lambda: own(load), 5)
    for peer in others:
        bar = "" if peer.at_least is None else f">= {peer.at_least:,.0f} times"
        if peers.version_of(peer.name) is None:
            yield Row(what, mine.least, f"{peer.name}: not installed", bar=bar)
            continue
        sample = [panel if peer.prepare is None else peer.prepare(panel) for panel in load[: peer.sample]]
        theirs = taken(partial(_each, peer.answer, sample), REPEATS)
        seconds = theirs.least * len(load) / len(sample)
        ratio = seconds / mine.least
        apart = np.abs(np.array(theirs.answer) - mine.answer[: len(sample)])
        part = "" if len(sample) == len(load) else f"timed on {len(sample)} of {len(load):,} panels, scaled"
        yield Row(
            what,
            mine.least,
            peer.name,
            seconds,
            ratio,
            float(np.nanmax(apart)),
            bar,
            None if peer.at_least is None else ratio >= peer.at_least,
            "; ".join(text for text in (part, peer.note) if text),
        )


def all_rows() -> Iterable[Row]:
    """Yield every row, small loads first."""
    small, wide, complete = panels.small(), panels.wide(), panels.wide(0.0)
    yield from _many_small(small)
    yield from _wide(wide, complete)
    yield from _bootstrap(wide)
    yield from _models()


def _many_small(small: FloatArray) -> Iterable[Row]:
    load = "10,000 panels of 12 x 7"
    yield from compared(f"six ICC, limits, tests; {load}", small, _icc, [_pingouin(20, at_least=3_000)])
    yield from compared(
        f"alpha, interval; {load}",
        small,
        _alpha,
        [
            Peer("krippendorff", peers.krippendorff_alpha, 500, at_least=100),
            Peer("irrCAC", _irrcac_alpha, 20, at_least=100),
            Peer("simpledorff", peers.simpledorff_alpha, 20, at_least=100),
        ],
    )
    ordinal = "Gwet's ordinal weights are no ordinal metric of Krippendorff's: another number, called by the same name"
    yield from compared(
        f"alpha, ordinal; {load}",
        small,
        lambda marks: krippendorff_alpha(marks, level="ordinal").value,
        [
            Peer("krippendorff", lambda marks: peers.krippendorff_alpha(marks, "ordinal"), 500),
            Peer("irrCAC", lambda marks: _irrcac("krippendorff", "ordinal")(marks)[0], 20, note=ordinal),
        ],
    )
    yield from compared(
        f"AC2 quadratic, standard error; {load}", small, _ac2, [Peer("irrCAC", _irrcac("gwet", "quadratic"), 20)]
    )
    yield from compared(
        f"Fleiss, standard error; {load}",
        small,
        lambda marks: fleiss_kappa(marks, panels.SCALE, "identity").value,
        [
            Peer("statsmodels", lambda marks: peers.statsmodels_fleiss(marks, panels.SCALE), 500, note="value alone"),
            Peer("irrCAC", lambda marks: _irrcac("fleiss", "identity")(marks)[0], 20),
        ],
    )
    yield from compared(
        "Cohen quadratic, standard error; 10,000 pairs, 12 marks each",
        np.ascontiguousarray(small[..., :2]),
        _cohen,
        [Peer("statsmodels", lambda marks: peers.statsmodels_cohen(marks, panels.SCALE), 200)],
    )
    yield from compared(f"Kendall's W, test; {load}", small, _kendall, [Peer("scipy", peers.scipy_kendall, 500)])
    yield from compared(
        f"Cronbach, limits; {load}",
        small,
        lambda marks: cronbach_alpha(marks).value,
        [Peer("pingouin", peers.pingouin_cronbach, 50)],
    )


def _wide(wide: FloatArray, complete: FloatArray) -> Iterable[Row]:
    load = "40 of 2,000 x 9"
    yield from compared(f"six ICC, limits, tests; {load}, complete", complete, _icc, [_pingouin(4)])
    drops = "leaves out every application with a gap, here 37 in 100, so the answers differ"
    yield from compared(f"six ICC, limits, tests; {load}, 5% missing", wide, _icc, [_pingouin(4, note=drops)])
    yield from compared(
        f"alpha, interval; {load}, 5% missing",
        wide,
        _alpha,
        [
            Peer("krippendorff", peers.krippendorff_alpha, 10),
            Peer("irrCAC", _irrcac_alpha, 4),
            Peer("simpledorff", peers.simpledorff_alpha, 2),
        ],
    )
    yield from compared(
        f"AC2 quadratic, standard error; {load}, 5% missing",
        wide,
        _ac2,
        [Peer("irrCAC", _irrcac("gwet", "quadratic"), 4)],
    )
    yield from compared(
        f"Kendall's W, test; {load}, complete", complete, _kendall, [Peer("scipy", peers.scipy_kendall, 10)]
    )


def _bootstrap(wide: FloatArray) -> Iterable[Row]:
    draws, looped = 1_000, 10
    what = "alpha, interval, 1,000 bootstrap draws; 40 of 2,000 x 9, 5% missing"
    mine = taken(lambda: krippendorff_bootstrap(wide, draws=draws, seed=0), REPEATS)
    if peers.version_of("krippendorff") is None:
        yield Row(what, mine.least, "krippendorff: not installed", bar="< 1 s", met=mine.least < 1)
        return
    theirs = taken(lambda: peers.krippendorff_draws(wide[0], looped), REPEATS)
    seconds = theirs.least * len(wide) * draws / looped
    inside = (theirs.answer > mine.answer.low[0] - 0.01) & (theirs.answer < mine.answer.high[0] + 0.01)
    yield Row(
        what,
        mine.least,
        "krippendorff",
        seconds,
        seconds / mine.least,
        bar="< 1 s",
        met=mine.least < 1,
        note=f"in a loop of its user, timed on {looped} draws of one indicator, scaled; its draws are others, and "
        f"{inside.sum()} of {looped} fall within our limits, a hundredth wider",
    )


def _models() -> Iterable[Row]:
    part = panels.totals()[:100]
    yield from compared(
        "REML, components, every application's posterior; one of 100 x 9, complete",
        part[None],
        _components,
        [Peer("statsmodels", peers.statsmodels_components, 1, note=_SHORT)],
    )
    gaps = panels.totals(0.05)[:100]
    yield from compared(
        "REML, the same; one of 100 x 9, 5% missing",
        gaps[None],
        _components,
        [Peer("statsmodels", peers.statsmodels_components, 1, note=_SHORT)],
    )
    yield from compared(
        "G study, applications x experts x indicators; one of 40 x 7 x 49",
        panels.one_panel().values[None],
        _g_components,
        [Peer("generalizit", peers.generalizit_components, 1, note="it rounds to four decimals")],
    )


def _each(answer: Callable[[Any], Any], panels: Sequence[Any]) -> list[Any]:
    return [answer(panel) for panel in panels]


def _pingouin(sample: int, *, at_least: float | None = None, note: str = "") -> Peer:
    return Peer("pingouin", peers.pingouin_icc, sample, peers.long_frame, at_least, note)


def _icc(marks: FloatArray) -> FloatArray:
    found = icc(marks)
    return np.stack([found[form].value for form in FORMS], axis=-1)


def _alpha(marks: FloatArray) -> FloatArray:
    return krippendorff_alpha(marks).value


def _irrcac(coefficient: str, weights: str) -> Callable[[FloatArray], FloatArray]:
    return peers.irrcac(coefficient, weights, panels.SCALE)


def _irrcac_alpha(marks: FloatArray) -> float:
    return float(_irrcac("krippendorff", "quadratic")(marks)[0])


def _value_and_error(found: Agreement) -> FloatArray:
    return np.stack([found.value, found.standard_error], axis=-1)


def _ac2(marks: FloatArray) -> FloatArray:
    return _value_and_error(gwet_ac2(marks, panels.SCALE))


def _cohen(marks: FloatArray) -> FloatArray:
    return _value_and_error(cohen_kappa(marks, panels.SCALE).agreement)


def _kendall(marks: FloatArray) -> FloatArray:
    return kendall_w(marks).value


def _components(marks: FloatArray) -> FloatArray:
    fit = fit_two_way(marks)
    return np.stack([fit.var_application, fit.var_expert, fit.var_residual], axis=-1)


def _g_components(marks: FloatArray) -> FloatArray:
    return g_study(marks).variance
