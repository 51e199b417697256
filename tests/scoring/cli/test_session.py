from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from scoring.cli.session import language_of, plain


def test_json_never_holds_what_is_no_number() -> None:
    document = {"a": math.nan, "b": [math.inf, -math.inf], "c": np.array([1.5, np.nan]), "d": Decimal("NaN")}
    assert json.dumps(plain(document), allow_nan=False) == '{"a": null, "b": [null, null], "c": [1.5, null], "d": null}'


def test_what_json_can_hold() -> None:
    given = {
        "a": (1, True, None, "x"),
        "b": Decimal("2.50"),
        "c": Decimal(100),
        "d": date(2024, 1, 2),
        "e": np.int64(3),
    }
    assert plain(given) == {"a": [1, True, None, "x"], "b": 2.5, "c": 100, "d": "2024-01-02", "e": 3}
    assert type(plain(Decimal(100))) is int
    with pytest.raises(TypeError, match="object has no JSON form"):
        plain(object())


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        (["--lang", "en", "score"], {"LANG": "zh_CN.UTF-8"}, "en"),
        (["score", "--lang=zh"], {"LANG": "en_GB.UTF-8"}, "zh"),
        (["score", "--", "--lang", "en"], {"LANG": "zh_CN.UTF-8"}, "zh"),
        (["--lang", "fr"], {"LANG": "en_US"}, "en"),
        ([], {"LC_ALL": "", "LC_MESSAGES": "en_US", "LANG": "zh_CN"}, "en"),
        ([], {"LC_ALL": "zh_CN.UTF-8", "LANG": "en_US"}, "zh"),
        ([], {"LANG": "C"}, "zh"),
        ([], {"LANG": "de_DE"}, "zh"),
    ],
)
def test_the_language_of_a_call(arguments: list[str], environment: Mapping[str, str], language: str) -> None:
    assert language_of(arguments, environment) == language
