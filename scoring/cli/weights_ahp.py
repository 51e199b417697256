"""What ``weights ahp`` prints: weights, and where whose judgements contradict one another."""

from __future__ import annotations

from typing import Any

from indicators.weighting import Consistency, Points, Priorities, TreeWeights
from scoring.cli.layout import Column
from scoring.cli.session import Session
from scoring.cli.weights_output import answer, number, shown_weights, times, weights_json


def tree_json(found: TreeWeights, points: Points, session: Session) -> dict[str, Any]:
    """Return weights and groups for a program."""
    return {
        "weights": weights_json(found.leaves, points),
        "kept": list(found.kept),
        "groups": [{"parent": parent, **_group_json(one, session)} for parent, one in found.groups.items()],
    }


def _group_json(one: Priorities, session: Session) -> dict[str, Any]:
    reason = one.agreement.reason
    return {
        "items": [{"indicator": n, "priority": w} for n, w in zip(one.items, one.weights, strict=True)],
        "consistency": _consistency_json(one.consistency, session),
        "agreement": {"kendall_w": one.agreement.kendall_w, "reason": None if reason is None else session.say(reason)},
        "experts": [
            {
                "expert": expert.expert,
                "priorities": [{"indicator": n, "priority": w} for n, w in zip(one.items, expert.weights, strict=True)],
                "compatibility": near,
                "consistency": _consistency_json(expert.consistency, session),
            }
            for expert, near in zip(one.experts, one.agreement.compatibility, strict=True)
        ],
    }


def _consistency_json(one: Consistency, session: Session) -> dict[str, Any]:
    worst, triad = one.worst, one.triad
    return {
        "judged": one.judged,
        "pairs": one.pairs,
        "largest_eigenvalue": one.largest_eigenvalue,
        "index": one.index,
        "random_index": one.random_index,
        "ratio": one.ratio,
        "reason": None if one.reason is None else session.say(one.reason),
        "geometric_index": one.geometric_index,
        "geometric_limit": one.geometric_limit,
        "acceptable": one.acceptable,
        "worst": None
        if worst is None
        else {
            "first": worst.first,
            "second": worst.second,
            "given": worst.given,
            "factor": worst.factor,
            "rest": worst.rest,
            "proposed": worst.proposed,
            "ratio_after": worst.ratio_after,
        },
        "triad": None
        if triad is None
        else {
            "items": list(triad.items),
            "direct": triad.direct,
            "indirect": triad.indirect,
            "factor": triad.factor,
        },
    }


def show_tree(found: TreeWeights, points: Points, session: Session) -> None:
    """Print weights and groups for a person."""
    say = session.say
    for parent, one in found.groups.items():
        session.show_line(say("weighing.top") if parent is None else say("weighing.below", parent=parent))
        _show_group(one, session)
        session.show_line()
    if found.kept:
        top = say("weighing.top")
        session.show_line(say("weighing.kept", parents=", ".join(top if p is None else p for p in found.kept)))
    shown_weights(session, found.leaves, points)


def _show_group(one: Priorities, session: Session) -> None:
    say = session.say
    columns = [
        Column(say("weighing.column_expert")),
        *(Column(say(f"weighing.column_{name}"), right=True) for name in ("ratio", "gci", "gci_limit")),
        Column(say("weighing.column_acceptable")),
        Column(say("weighing.column_compatibility"), right=True),
        *(Column(name, right=True) for name in one.items),
    ]
    rows = [
        [
            expert.expert,
            *_consistency(expert.consistency, session),
            number(near, 3),
            *(number(float(weight)) for weight in expert.weights),
        ]
        for expert, near in zip(one.experts, one.agreement.compatibility, strict=True)
    ]
    whole = [say("weighing.all"), *_consistency(one.consistency, session), "-"]
    session.show_table(columns, [*rows, [*whole, *(number(float(weight)) for weight in one.weights)]])
    if one.agreement.kendall_w is not None:
        session.show_line(say("weighing.agreement", w=number(one.agreement.kendall_w, 3)))
    for expert in one.experts:
        _show_contradiction(expert.expert, expert.consistency, session)


def _consistency(one: Consistency, session: Session) -> list[str]:
    numbers = [number(one.ratio), number(one.geometric_index), number(one.geometric_limit, 2)]
    return [*numbers, answer(session, one.acceptable)]


def _show_contradiction(expert: str, one: Consistency, session: Session) -> None:
    """Say where an expert contradicts himself, if more than is acceptable."""
    if one.acceptable is not False or one.worst is None:
        return
    say, worst = session.say, one.worst
    fields = {"expert": expert, "first": worst.first, "second": worst.second, "given": times(worst.given)}
    if worst.proposed is None:
        session.show_line(say("weighing.worst", **fields, rest=times(worst.rest)))
    else:
        after = {"proposed": times(worst.proposed), "after": number(worst.ratio_after)}
        session.show_line(say("weighing.worst_proposed", **fields, rest=times(worst.rest), **after))
    if one.triad is not None:
        i, j, k = one.triad.items
        both = {"direct": times(one.triad.direct), "indirect": times(one.triad.indirect)}
        session.show_line(say("weighing.triad", expert=expert, i=i, j=j, k=k, **both))
