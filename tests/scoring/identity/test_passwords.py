from __future__ import annotations

import pytest

from scoring.identity import passwords

GOOD = "柚子 lamp 渡口 seventeen"


@pytest.fixture(autouse=True)
def _cheap(cheap_passwords: None) -> None: ...


def keys(password: str, **of: str | None) -> set[str]:
    of = {"login": "wang.fang", "name": "王芳"} | of
    return {fault.what.key.removeprefix("identity.password_") for fault in passwords.faults(password, **of)}  # type: ignore[arg-type]


def test_a_password_is_known_again_and_no_other() -> None:
    kept = passwords.hashed(GOOD)
    assert kept.startswith("$argon2id$v=19$")
    assert passwords.right(kept, GOOD)
    assert not passwords.right(kept, GOOD + " ")
    assert not passwords.right(kept, "")
    assert not passwords.right("no hash at all", GOOD)
    assert kept != passwords.hashed(GOOD)


def test_nobody_has_no_password_and_costs_as_much(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    hasher = passwords._hasher(passwords.cost())
    monkeypatch.setattr(type(hasher), "verify", lambda _, kept, given: asked.append(kept))
    assert not passwords.right(None, GOOD)
    assert len(asked) == 1
    assert asked[0].split("$")[3] == passwords.hashed(GOOD).split("$")[3], "the same parameters"


def test_a_password_typed_on_another_keyboard_is_the_same() -> None:
    assert passwords.right(passwords.hashed("ｔｅｎ ｇｒｅｅｎ ｂｏａｔｓ"), "ten green boats")


def test_a_text_without_end_is_not_hashed_whole() -> None:
    kept = passwords.hashed("a" * 200)
    assert not passwords.right(kept, "a" * 200)


def test_other_parameters_are_outdated(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = passwords.hashed(GOOD)
    assert not passwords.outdated(kept)
    monkeypatch.setattr(passwords, "cost", lambda: (16, 2, 1))
    assert passwords.outdated(kept)
    assert passwords.right(kept, GOOD)
    assert not passwords.outdated(passwords.hashed(GOOD))


def test_the_program_itself_hashes_by_rfc_9106(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert passwords.cost() == (65_536, 3, 4)


@pytest.mark.parametrize(
    ("password", "expected"),
    [
        (GOOD, set()),
        ("mjqz txvw 8kdn", set()),
        ("short7!", {"short"}),
        ("Password1234", {"common"}),
        ("Admin@12345678", {"common"}),
        ("QualityCredit2026", {"common"}),
        ("质量信用评审江苏专家密码2026", {"common"}),
        ("P@ssw0rd!2026", {"common"}),
        ("abababababab", {"common"}),
        ("mnopqrstuvwxyz", {"common"}),
        ("zyxwvutsrqpon", {"common"}),
        ("wang.fang-green-boats", {"has_login"}),
        ("green boats of 王芳", {"has_login"}),
        ("ten green\u202eboats 77", {"hidden_characters"}),
        ("ten green boats " * 9, {"long"}),
        ("", {"short", "common"}),
        ("a\t", {"short", "common", "hidden_characters"}),
    ],
)
def test_all_that_speaks_against_a_password_is_said_at_once(password: str, expected: set[str]) -> None:
    assert keys(password) == expected


def test_the_former_password_is_refused_and_never_told() -> None:
    assert keys(GOOD, former=GOOD) == {"as_before"}
    told = passwords.faults("hunter2", login="anna")
    assert "hunter2" not in str([(fault.what.values, fault.seen) for fault in told])


def test_first_passwords_pass_their_own_rule_and_differ() -> None:
    made = {passwords.new_first() for _ in range(200)}
    assert len(made) == 200
    assert not [one for one in made if keys(one)]
    assert not set("".join(made)) & set("01ilo")
