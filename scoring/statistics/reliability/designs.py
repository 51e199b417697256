"""Which effects a G study separates, each named by the axes whose cells it has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

APPLICATION: Final = 0
EXPERT: Final = 1
INDICATOR: Final = 2


@dataclass(frozen=True, slots=True)
class Effect:
    """An effect and its axes: one random number for each cell of these axes."""

    name: str
    axes: frozenset[int]


@dataclass(frozen=True, slots=True)
class Design:
    """The effects of a G study, none before one that it contains; the last is the residual, one number a mark."""

    name: str
    effects: tuple[Effect, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the effects in their order."""
        return tuple(effect.name for effect in self.effects)

    @property
    def n_axes(self) -> int:
        """How many axes the marks have beside those of a stack."""
        return len(self.effects[-1].axes)

    def place(self, name: str) -> int:
        """Return the place of an effect among those of the design."""
        return self.names.index(name)


def _design(name: str, **effects: tuple[int, ...]) -> Design:
    return Design(name, tuple(Effect(key.replace("__", ":"), frozenset(axes)) for key, axes in effects.items()))


TWO_WAY: Final = _design(
    "applicant x expert",
    applicant=(APPLICATION,),
    expert=(EXPERT,),
    residual=(APPLICATION, EXPERT),
)
CROSSED: Final = _design(
    "applicant x expert x indicator",
    applicant=(APPLICATION,),
    expert=(EXPERT,),
    indicator=(INDICATOR,),
    applicant__expert=(APPLICATION, EXPERT),
    applicant__indicator=(APPLICATION, INDICATOR),
    expert__indicator=(EXPERT, INDICATOR),
    residual=(APPLICATION, EXPERT, INDICATOR),
)
NESTED: Final = _design(
    "applicant x (expert : indicator)",
    applicant=(APPLICATION,),
    indicator=(INDICATOR,),
    # The third expert of one indicator is another person than the third of the next: no effect of the expert alone.
    expert__indicator=(EXPERT, INDICATOR),
    applicant__indicator=(APPLICATION, INDICATOR),
    residual=(APPLICATION, EXPERT, INDICATOR),
)
