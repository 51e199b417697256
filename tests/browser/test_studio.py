"""From last year's round to an adopted new one, in a real browser; the replay's numbers are the command line's."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from click.testing import CliRunner

from indicators.load import shipped_rule_book
from scoring.cli import main
from scoring.register import chain, rounds, tables
from scoring.register.database import create_register
from tests.scoring.flow.conftest import NOW, ROUND, Office, furnished

DeskPage = sys.modules["desk_page"].DeskPage
steady = sys.modules["steady"]


class Studio(DeskPage):  # type: ignore[misc, valid-type]
    """The studio: what opens over the page is no part of its main column."""

    def at(self, key: str) -> Any:
        return self.page.locator(f".st-key-{key}").first

    def tab(self, words: str) -> None:
        self.at("studio-tab").locator("button", has_text=words).first.click()
        self.settled()

    def close(self) -> None:
        self.page.keyboard.press("Escape")
        self.settled()


def finished(path: Path) -> None:
    """Make a register with a round that is over: one panel gave 85 points of a hundred, the other 91."""
    with create_register(path, now=NOW, synthetic=True) as register:
        office = furnished(Office(register, shipped_rule_book(ROUND), str(path)))
        office.score("2026-0001", "0.75", ("E01", "E02"))
        office.score("2026-0001", "1", ("E03", "E04", "E05"))
        office.score("2026-0002", "1")
        with register.write() as connection:
            state = rounds.state(connection, ROUND)
            assert state is not None
            over = rounds.RoundState(ROUND, state.version + 1, "accredited")
            act = chain.Act("secretariat", "secretariat", "grades.announced", f"round/{ROUND}", office.tick())
            chain.record(connection, act, {tables.round_state: rounds.add_states([over])})


def told(path: Path, *arguments: str) -> Any:
    """Return what a command says of a copy of the register, so that nothing comes between it and the server."""
    copy = path.with_name("asked.db")
    for end in ("", "-wal", "-shm"):
        if path.with_name(path.name + end).exists():
            copyfile(path.with_name(path.name + end), copy.with_name(copy.name + end))
    result = CliRunner().invoke(main, [*arguments, "--register", str(copy), "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.mark.browser
def test_from_last_years_round_to_an_adopted_new_one(server_of: Any, context: Any, tmp_path: Path) -> None:
    path = tmp_path / "register.db"
    finished(path)
    server = server_of(path)
    server.start()
    studio = Studio(context.new_page(), server.url)
    studio.become("secretariat")
    studio.open("office_studio")
    studio.press("studio-copying")
    studio.fill("studio-copy-reason", "编制2027年度技术指标")
    studio.press("studio-copy-do")
    studio.told("已将轮次")
    studio.close()
    # The line for AA goes above what the first panel gave; the fault of a line that cannot be is said beside it.
    studio.tab("参数")
    studio.page.locator("[class*=st-key-studio-groups] label", has_text="等级线").click()
    studio.settled()
    lines = studio.page.get_by_label("最低分值", exact=True)
    values = {lines.nth(at).input_value(): at for at in range(lines.count())}
    for grade, typed, said in (("90", "120", "处问题"), ("90", "95", "校验通过"), ("80", "90.25", "校验通过")):
        box = lines.nth(values[grade])
        box.fill(typed)
        box.press("Tab")
        studio.settled()
        studio.shows(said)
    studio.press("studio-saving")
    studio.fill("studio-save-reason", "提高等级线")
    studio.press("studio-save-do")
    studio.told("已保存为第2版")
    studio.close()
    studio.tab("重算")
    studio.press("studio-replay-do")
    studio.shows("等级由何变何")
    shown = [one.inner_text() for one in studio.page.locator(".dk-counts div b").all()]
    moved = studio.page.locator(".ct-table").last.inner_text()
    (by_command,) = told(path, "scheme", "replay", "draft/1", "--on", ROUND)["rounds"]
    places = sum(bool(one["up"] or one["down"]) for one in by_command["places"])
    assert shown == [str(by_command[name]) for name in ("judged", "up", "down")] + [
        str(places),
        str(by_command["unknown"]),
    ]
    assert by_command["moved"]
    for one in by_command["moved"]:
        assert one["application_id"] in moved
        for sure in (one["sure_before"], one["sure_after"]):
            assert (f"{sure}%" if sure is not None else "由最低分") in moved
    studio.tab("通过")
    studio.fill("studio-propose-reason", "提请通过")
    studio.sure("studio-propose")
    studio.told("已提请通过")
    studio.become("province_drc")
    studio.open("office_studio")
    studio.tab("通过")
    studio.sure("studio-adopt")
    studio.told("两人通过")
    studio.become("secretariat")
    studio.open("office_studio")
    studio.tab("通过")
    studio.press("studio-create")
    studio.shows("已按本规则库建立")
    listed = {one["round_id"]: one for one in told(path, "round", "list")["rounds"]}
    assert listed["2027"]["state"] == "planned"
    assert listed["2027"]["rule_book"] == told(path, "scheme", "replay", "draft/1")["new"]
    assert listed[ROUND]["rule_book"] == shipped_rule_book(ROUND).digest
