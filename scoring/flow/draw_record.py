"""How a draw is written down: digests of what it was drawn from, figures of what came of it."""

from __future__ import annotations

from dataclasses import asdict
from json import loads

from scoring.procedure.draw.model import Pair, Problem, Solution, problem_as_json
from scoring.register.canonical import canonical, digest
from scoring.register.draws import Draw


def inputs_of(problem: Problem, rule_book: str, hash_name: str) -> dict[str, str]:
    """Return the digests of what a draw was drawn from: each part, and the whole."""
    parts = problem_as_json(problem)
    return {
        "rule_book": rule_book,
        **{name: digest(hash_name, canonical(part)) for name, part in parts.items()},
        "problem": digest(hash_name, canonical(parts)),
    }


def result_of(solution: Solution, hash_name: str) -> dict[str, object]:
    """Return what came of a draw: its figures, and the digest of the pairs, which the assignments hold."""
    told = asdict(solution)
    pairs: tuple[Pair, ...] = told.pop("pairs")
    return {**told, "pairs": digest(hash_name, canonical(sorted(map(list, pairs))))}


def solution_of(draw: Draw, pairs: tuple[Pair, ...]) -> Solution:
    """Return a recorded draw's panels and what was told of them."""
    told = loads(draw.result)
    return Solution(pairs, told["least_load"], told["most_load"], told["parts"], tuple(told["without_expertise"]))
