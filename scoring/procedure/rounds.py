"""The states of an accreditation round, what may follow which, and what each makes true."""

from __future__ import annotations

from typing import Final, Literal, get_args

RoundState = Literal["planned", "open", "reviewing", "deciding", "in_notice", "accredited", "closed"]
STATES: Final[tuple[RoundState, ...]] = get_args(RoundState)

# Forward one step at a time; back only from deciding to reviewing, to let a returned sheet be marked again.
MAY_FOLLOW: Final[dict[RoundState, tuple[RoundState, ...]]] = {
    "planned": ("open",),
    "open": ("reviewing",),
    "reviewing": ("deciding",),
    "deciding": ("in_notice", "reviewing"),
    "in_notice": ("accredited",),
    "accredited": ("closed",),
    "closed": (),
}

_TRUE_FROM: Final[tuple[tuple[str, RoundState], ...]] = (
    ("marks_closed", "deciding"),
    ("decisions_locked", "in_notice"),
    ("announced", "accredited"),
)
# `applications_late`: the secretariat may still enter what was handed in within the days of the notice.
_TRUE_IN: Final[tuple[tuple[str, tuple[RoundState, ...]], ...]] = (
    ("applications_open", ("open",)),
    ("applications_late", ("reviewing",)),
    ("steps_open", ("open", "reviewing", "deciding")),
    ("scoring_open", ("reviewing",)),
    ("deciding", ("deciding",)),
    ("in_notice", ("in_notice",)),
)


def circumstances(state: RoundState) -> frozenset[str]:
    """Return the circumstances of `access.toml` that a state makes true."""
    at = STATES.index(state)
    lasting = {word for word, since in _TRUE_FROM if at >= STATES.index(since)}
    passing = {word for word, during in _TRUE_IN if state in during}
    return frozenset(lasting | passing)
