"""Everything that can go wrong becomes words and an exit code; never a traceback."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from scoring.cli import COMMANDS, main
from scoring.cli.frame import Commands, Program, command, language_option
from scoring.errors import AccessRefusedError, ConflictError, RecordError, SpokenError


def run(*arguments: str, program: click.Command = main) -> Result:
    return CliRunner().invoke(program, list(arguments))


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Return a call of ``score`` that ends with an error; the texts are those of ``score``."""

    def call(error: BaseException, *arguments: str) -> Result:
        @command("score")
        def failing_command() -> None:
            raise error

        program = Program("quality-credit", {"score": f"{__name__}:failing"}, params=[language_option()])
        monkeypatch.setattr(Commands, "get_command", lambda *_: failing_command)
        return run(*arguments, "score", program=program)

    return call


WHAT = Message("totals.no_mark_at_all")


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (FaultsError([Fault(WHAT), Fault(WHAT)]), 1, "2 faults; nothing was changed:\n- no marks at all\n- no marks"),
        (AccessRefusedError(WHAT), 1, "no marks at all"),
        (ConflictError(WHAT), 1, "no marks at all"),
        (RecordError(WHAT), 3, "no marks at all"),
        (SpokenError(WHAT), 2, "no marks at all"),
        (OSError(errno.ENOSPC, "No space left on device", "/x/register.db"), 3, "The disk is full and register.db"),
        (OSError(errno.EROFS, "Read-only file system", "/x/register.db"), 3, "register.db may not be read or written"),
        (OSError(errno.ENOENT, "No such file", "/x/gone"), 3, "gone is not there"),
        (OSError(errno.EIO, "Input/output error", "/x/bad"), 3, "bad could not be read or written"),
        (ZeroDivisionError("secret detail"), 3, "Something went wrong inside the program (ZeroDivisionError)"),
        (KeyboardInterrupt(), 130, "Interrupted."),
        (click.UsageError("plain"), 2, "The call is wrong: plain"),
    ],
)
def test_every_error_has_its_code_and_words(
    failing: Callable[..., Result], error: BaseException, code: int, words: str
) -> None:
    result = failing(error, "--lang", "en")
    assert result.exit_code == code
    assert result.stdout == ""
    assert words in result.stderr
    for never in ("Traceback", "secret detail", "/x/"):
        assert never not in result.output


def test_a_traceback_only_for_those_who_ask(failing: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUALITY_CREDIT_DEBUG", "1")
    result = failing(ZeroDivisionError("secret detail"))
    assert result.exit_code == 3
    assert "secret detail" in result.stderr
    assert "程序内部出错（ZeroDivisionError）" in result.stderr


def test_refusals_are_faults_where_a_program_reads(failing: Callable[..., Result]) -> None:
    @command("score")
    def refuse() -> None:
        raise AccessRefusedError(WHAT)

    result = run("--lang", "en", "--json", program=Program("x", {}, params=[language_option()]))
    assert result.exit_code == 2  # `--json` belongs to a command
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Commands, "get_command", lambda *_: refuse)
        result = run("score", "--json", "--lang", "en", program=Program("x", {"score": ""}))
    assert result.exit_code == 1
    (fault,) = json.loads(result.stdout)["faults"]
    assert set(fault) == {"file", "row", "column", "entry", "seen", "expected", "message"}
    assert fault["message"] == "no marks at all"


@pytest.mark.parametrize(
    ("arguments", "english", "chinese"),
    [
        (["scor"], "There is no command scor. Did you mean score?", "没有命令“scor”。是否指“score”？"),
        (["zzz"], "There is no command zzz.", "没有命令“zzz”。"),
        (["score"], "FILE is missing", "缺少必需的参数：FILE"),
        (
            ["score", "--rund", "2", "x"],
            "no option --rund. Did you mean --round?",
            "没有选项“--rund”。是否指“--round”？",
        ),
        (["score", "--weights"], "--weights is misused", "选项“--weights”用法不当"),
        (["score", "no such.csv"], "FILE: There is no file no such.csv.", "没有文件“no such.csv”"),
        (["score", __file__, "more", "yet"], "arguments too many: more yet", "多余的参数：more yet"),
        (["score", __file__, "--round", "x"], "--round: x is not a whole number from 0 to 9", "应为 0 至 9 的整数"),
        (["score", __file__, "--round", "-1"], "-1 is not a whole number", "实际是“-1”"),
        (["score", __file__, "--aggregate", "best"], "best is no way to aggregate", "汇总方法“best”不认识"),
        (["score", __file__, "--scale", "1-5"], "LOW:HIGH:STEP, such as", "最低:最高:步长"),
    ],
)
def test_a_call_at_fault(arguments: list[str], english: str, chinese: str) -> None:
    for language, words, hint in (
        ("en", english, "For help: quality-credit"),
        ("zh", chinese, "查看用法：quality-credit"),
    ):
        result = run("--lang", language, *arguments)
        assert result.exit_code == 2
        assert result.stdout == ""
        assert words in result.stderr
        assert hint in result.stderr


def test_an_unknown_language() -> None:
    result = run("--lang", "fr", "score")
    assert result.exit_code == 2
    assert "fr" in result.stderr
    assert "zh, en" in result.stderr


def test_without_arguments_there_is_help_and_the_call_is_at_fault() -> None:
    result = run()
    assert result.exit_code == 2
    assert "quality-credit" in result.stderr


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_command_has_help_with_an_example(language: str) -> None:
    words = {"zh": ("用法：", "示例：", "选项：", "命令："), "en": ("Usage:", "Example:", "Options:", "Commands:")}[
        language
    ]
    result = run("--lang", language, "--help")
    assert result.exit_code == 0
    assert all(word in result.stdout for word in words)
    for path in _paths(main):
        shown = run(*path, "--help", "--lang", language)
        assert shown.exit_code == 0, path
        assert all(word in shown.stdout for word in words[:3]), path
        assert f"\n  quality-credit {' '.join(path)}" in shown.stdout, path


def _paths(group: Commands, *above: str) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    context: Any = None
    for name in group.table:
        own = group.get_command(context, name)
        found += _paths(own, *above, name) if isinstance(own, Commands) else [(*above, name)]
    return found


def test_help_loads_no_command() -> None:
    import subprocess
    import sys

    code = "import sys; from scoring.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass\n"
    check = "assert not {'pandas', 'scipy', 'sqlalchemy', 'numpy'} & set(sys.modules), sys.modules"
    done = subprocess.run([sys.executable, "-c", code + check], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_reader_who_has_had_enough_is_no_error() -> None:
    import subprocess
    import sys

    read, write = os.pipe()
    os.close(read)
    call = [sys.executable, "-c", "from scoring.cli import main; main(['--help'])"]
    done = subprocess.run(call, stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_version() -> None:
    result = run("--version")
    assert result.exit_code == 0
    assert result.stdout.startswith("quality-credit 0.")


def test_commands_are_named_by_where_they_are() -> None:
    assert COMMANDS["score"] == "scoring.cli.score:score"
