"""The rule-book studio as a page: copied, edited with faults beside the field, saved, replayed, adopted by two."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from shutil import copyfile
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import results, source
from dashboard.parts import studio_files, studio_kept
from dashboard.texts import translator
from indicators.load import shipped_rule_book
from scoring import flow
from scoring.flow.replaying import basis_of, replayed
from scoring.model import Actor
from scoring.register.database import create_register

ROOT = Path(__file__).parents[4]
FILE, BASE = "office/studio", "2025-synthetic"
SECRETARIAT, DRC = (Actor(role, role, frozenset({role})) for role in ("secretariat", "province_drc"))
SAY = translator("zh")


def _module(name: str) -> ModuleType:
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, ROOT / "tests" / "dashboard" / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register with two rounds that are planned, and nothing else."""
    path = tmp_path_factory.mktemp("studio") / "register.db"
    rounds = _module("rounds_register")
    with create_register(path, now=rounds.NOW, synthetic=True) as register:
        for round_id in (BASE, "2026-sample"):
            flow.create_round(register, SECRETARIAT, rounds.NOW, shipped_rule_book(round_id))
    return path


@pytest.fixture
def studio(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., AppTest]]:
    copyfile(made, tmp_path / "register.db")
    monkeypatch.setenv(source.ENVIRONMENT, str(tmp_path / "register.db"))
    source.register.cache_clear()

    def opened(role: str = "secretariat") -> AppTest:
        at = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=90)
        at.session_state["demonstration_role"] = role
        page: AppTest = _module("straight").open_page(at, FILE)
        return page

    studio_kept._left.clear()
    yield opened
    source.register().close()
    source.register.cache_clear()


def copied(**more: Any) -> str:
    given = {"new_round_id": "2030", "year": 2030, "name": "2030年度", "reason": "编制年度指标", **more}
    source.act(flow.copy_round, SECRETARIAT, BASE, **given)
    return source.ask(flow.list_drafts, SECRETARIAT)[0].draft_id


def html(at: AppTest) -> str:
    return "".join(element.body for element in at.main.get("html"))


def faults(at: AppTest) -> list[str]:
    return re.findall(r"<p>([^<]*)</p>", "".join(re.findall(r'<div class="st-faults".*?</div>', html(at), re.DOTALL)))


def box(at: AppTest, kind: str, column: str) -> Any:
    """Return the box of a field of what is edited, whatever its generation."""
    (found,) = [one for one in getattr(at, kind) if re.fullmatch(rf"studio-\d+(zh|en)-.*{column}", one.key or "")]
    return found


def pick(at: AppTest, what: str, value: str) -> AppTest:
    """Choose in the tree or among the groups, whose keys follow their words."""
    (found,) = [one for one in at.radio if (one.key or "").startswith(f"studio-{what}-")]
    return found.set_value(value).run()  # type: ignore[no-any-return]


def picked(at: AppTest, what: str) -> Any:
    (found,) = [one for one in at.radio if (one.key or "").startswith(f"studio-{what}-")]
    return found.value


def choose(at: AppTest, tab: str) -> AppTest:
    at.session_state["studio-tab"] = tab
    return at.run()


def test_where_there_is_no_draft_one_is_copied_from_a_round(studio: Callable[..., AppTest]) -> None:
    at = studio()
    assert SAY("studio.none_yet") in html(at)
    at.selectbox(key="studio-copy-of").set_value(BASE)
    at.button(key="studio-copy-do").click().run()
    assert "须写明理由" in "".join(one.value for one in at.error)
    at.text_area(key="studio-copy-reason").set_value("编制2027年度指标")
    at.button(key="studio-copy-do").click().run()
    assert not at.exception
    assert not at.error
    (draft,) = source.ask(flow.list_drafts, SECRETARIAT)
    assert (draft.round_id, draft.base_round, draft.reason) == ("2027", BASE, "编制2027年度指标")
    assert "校验通过" in html(at)
    assert "合计100 / 100分" in html(at)


def test_what_is_typed_is_checked_beside_its_field_and_a_step_goes_back(studio: Callable[..., AppTest]) -> None:
    copied()
    at = studio()
    pick(at, "nodes", "1.1.1")
    box(at, "text_input", "max_score").set_value("2.5").run()
    assert "有未保存的改动" in html(at)
    assert "处问题" in html(at)
    box(at, "text_input", "max_score").set_value("二").run()
    assert faults(at)[0].startswith("“二”不是数")
    assert picked(at, "nodes") == "1.1.1"
    pick(at, "nodes", "1.1")
    assert "下级合计11.5分，本级11分" in html(at)
    at.button(key="studio-undo").click().run()
    assert "校验通过" in html(at)
    assert "有未保存的改动" not in html(at)


def test_a_saved_version_has_its_reason_and_what_is_added_and_retired_is_compared(
    studio: Callable[..., AppTest],
) -> None:
    draft_id = copied()
    at = studio()
    pick(at, "nodes", "1.1.1")
    at.button(key="studio-retire").click().run()
    assert picked(at, "nodes") == "1.1"
    at.button(key="studio-add").click().run()
    assert picked(at, "nodes") not in (None, "1.1")
    at.button(key="studio-roll-up").click().run()
    at.text_area(key="studio-save-reason").set_value("更换指标")
    at.button(key="studio-save-do").click().run()
    assert not at.error
    kept = source.ask(flow.draft_history, SECRETARIAT, draft_id)
    assert [(one.version, one.reason) for one in kept] == [(1, "编制年度指标"), (2, "更换指标")]
    at = choose(at, "compare")
    text = re.sub("<[^>]+>", " ", html(at))
    assert "新增指标" in text
    assert "质量诚信方针" in text
    assert "江苏省企业质量信用等级认定管理办法" in text


def test_parameters_take_what_they_may_and_say_what_they_may_not(studio: Callable[..., AppTest]) -> None:
    copied()
    at = choose(studio(), "parameters")
    pick(at, "groups", "panel")
    box(at, "selectbox", "parameter_sheet-aggregate").set_value("trimmed").run()
    assert faults(at) == ["汇总方法为 截尾平均，但 两端各去个数 为 0，等于不截。请改为至少 1，或改用 mean。"]
    box(at, "text_input", "parameter_sheet-trimmed_each_side").set_value("1").run()
    assert faults(at) == []
    pick(at, "groups", "voting")
    box(at, "text_input", "quorum-numerator").set_value("5").run()
    assert faults(at)
    for group in ("head", "grades", "clocks", "days", "quota", "draw", "attachments"):
        pick(at, "groups", group)
        assert not at.exception, group


def test_two_persons_adopt_and_the_round_is_made_of_it(studio: Callable[..., AppTest]) -> None:
    draft_id = copied()
    at = choose(studio(), "adopt")
    at.text_area(key="studio-propose-reason").set_value("提请通过")
    at.checkbox(key="studio-propose-sure").set_value(True).run()
    at.button(key="studio-propose").click().run()
    assert not at.error
    assert SAY("studio.answer_not_you") in html(at)
    other = choose(studio("province_drc"), "adopt")
    digest = source.ask(flow.read_draft, DRC, draft_id).draft.digest
    assert digest[:4] in html(other)
    other.button(key="studio-decline").click().run()
    assert "须写明理由" in "".join(one.value for one in other.error)
    other.checkbox(key="studio-adopt-sure").set_value(True).run()
    other.button(key="studio-adopt").click().run()
    assert "两人通过" in "".join(one.value for one in other.success)
    assert "studio-create" not in [one.key for one in other.button]
    at = choose(studio(), "adopt")
    at.button(key="studio-create").click().run()
    assert [one.rule_book.digest for one in source.rounds(SECRETARIAT) if one.round_id == "2030"] == [digest]
    at = choose(at, "indicators")
    assert all(one.disabled for one in at.text_input if (one.key or "").endswith("max_score"))
    assert "studio-retire" not in [one.key for one in at.button]


def test_judgements_become_points_with_their_source(studio: Callable[..., AppTest]) -> None:
    draft_id = copied()
    at = choose(studio(), "weights")
    tops = [one.code for one in shipped_rule_book(BASE).round.indicator_table.indicators if one.parent is None]
    from indicators.weighting import Judgement

    pairs = [(a, b) for at_, a in enumerate(tops) for b in tops[at_ + 1 :]]
    at.session_state["studio-judgements"] = {draft_id: [Judgement("甲", a, b, 1) for a, b in pairs]}  # type: ignore[arg-type]
    at.run()
    assert "可接受" in html(at) or "无从检验" in html(at)
    at.selectbox(key="studio-unit").set_value(at.selectbox(key="studio-unit").options[0]).run()
    at.button(key="studio-take-over").click().run()
    assert not at.error
    assert "层次分析法" in html(at)
    work = at.session_state["studio-work"]
    assert len({one.max_score for one in work.round.indicator_table.indicators if one.parent is None}) <= 2
    assert work.sources[""]["judgements"][0][:3] == ["甲", *pairs[0]]


def test_what_is_typed_survives_another_language_and_a_new_session(studio: Callable[..., AppTest]) -> None:
    draft_id = copied()
    at = studio()
    pick(at, "nodes", "1.1.1")
    box(at, "text_input", "-name").set_value("质量方针").run()
    box(at, "text_input", "max_score").set_value("二").run()
    box(at, "text_area", "evidence").set_value("新的证据").run()
    assert SAY("studio.unsaved_what") in html(at)
    at.session_state["language"] = "en"
    at.run()
    assert translator("en")("studio.unsaved_what") in html(at)
    boxes = (("text_input", "-name"), ("text_input", "max_score"), ("text_area", "evidence"))
    shown = [box(at, *one).value for one in boxes]
    assert shown == ["质量方针", "二", "新的证据"]
    # The browser is closed and opened again; somebody else has his own desk.
    anew = studio()
    pick(anew, "nodes", "1.1.1")
    assert SAY("studio.kept_again") in [one.value for one in anew.info]
    assert [box(anew, "text_input", "-name").value, box(anew, "text_input", "max_score").value] == ["质量方针", "二"]
    assert SAY("studio.unsaved") not in html(studio("province_drc"))
    anew.button(key="studio-drop").click().run()
    assert SAY("studio.unsaved") not in html(anew)
    assert SAY("studio.unsaved") not in html(studio())
    assert [one.version for one in source.ask(flow.draft_history, SECRETARIAT, draft_id)] == [1]


def _tops() -> list[str]:
    return [one.code for one in shipped_rule_book(BASE).round.indicator_table.indicators if one.parent is None]


def test_best_worst_swings_and_their_combination_are_those_of_the_weighing(
    studio: Callable[..., AppTest], over: Any
) -> None:
    copied()
    at = studio()
    at.session_state["studio-way"] = "best_worst"
    at = choose(at, "weights")
    first, *rest = tops = _tops()
    at.text_input(key="studio-expert").set_value("甲")
    for other, times in zip(rest, (2, 4), strict=False):
        at.select_slider(key=f"studio-bw-{first}-{other}").set_value(times)
    at.select_slider(key=f"studio-bw-{rest[0]}-{rest[1]}").set_value(2)
    next(one for one in at.button if "studio-best-worst" in (one.form_id or "")).click().run()
    assert not at.exception
    # 4 : 2 : 1 without a contradiction.
    assert [f"{share:.1%}" in html(at) for share in (4 / 7, 2 / 7, 1 / 7)] == [True] * 3
    assert "可接受" in html(at)
    at.session_state["studio-way"] = "swing"
    at.run()
    at.text_input(key="studio-expert").set_value("乙")
    for code, points_ in zip(tops, (100, 50, 50), strict=True):
        at.number_input(key=f"studio-swing-{code}").set_value(points_)
    next(one for one in at.button if "studio-swing" in (one.form_id or "")).click().run()
    assert [share in html(at) for share in ("50.0%", "25.0%")] == [True, True]
    at.session_state["studio-way"] = "combine"
    at.run()
    assert not at.exception
    for name, share in (("best_worst", 50), ("swing", 50), ("ahp", 0), ("entropy", 0), ("critic", 0), ("now", 0)):
        at.number_input(key=f"studio-share-{name}").set_value(share)
    at.run()
    assert f"{(4 / 7 + 0.5) / 2:.1%}" in html(at)
    at.selectbox(key="studio-unit").select_index(0).run()
    at.button(key="studio-take-over").click().run()
    assert not at.error
    work = at.session_state["studio-work"]
    assert work.sources[""]["shares"] == {"best_worst": "0.5000", "swing": "0.5000"}
    found = {one.code: float(one.max_score) for one in work.round.indicator_table.indicators if one.code in tops}
    assert found[first] == pytest.approx(100 * (4 / 7 + 0.5) / 2, abs=0.05)
    assert "摆幅赋权法 50%" in html(at)


def test_a_table_of_swings_is_read_and_what_is_not_in_the_round_is_told(studio: Callable[..., AppTest]) -> None:
    copied()
    at = studio()
    at.session_state["studio-way"] = "swing"
    at = choose(at, "weights")
    tops = _tops()
    rows = "expert,indicator,rank\n" + "".join(f"丙,{code},{at_}\n" for at_, code in enumerate(tops, 1))
    at.file_uploader(key="studio-swing-file").set_value(("s.csv", (rows + "丙,9.9,4\n").encode(), "text/csv"))
    at.button(key="studio-swing-take").click().run()
    assert SAY("studio.swing_unknown", code=r"9\.9") in "".join(one.value for one in at.error)
    at.file_uploader(key="studio-swing-file").set_value(("s.csv", rows.encode(), "text/csv"))
    at.button(key="studio-swing-take").click().run()
    assert not at.error
    # The centroids of an order of three.
    assert [share in html(at) for share in ("61.1%", "27.8%", "11.1%")] == [True] * 3


def test_a_file_goes_out_and_comes_in_again_as_it_was(studio: Callable[..., AppTest]) -> None:
    copied()
    work = studio().session_state["studio-work"]
    assert studio_files.from_toml(work, "2030.toml", work.text().encode()) == work.round
    back = studio_files.from_table(work, "t.xlsx", studio_files.as_workbook(work.round, SAY))
    assert back == work.round


@pytest.fixture
def over(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The base is over, with six panels around its lines."""
    from tests.scoring.flow.test_replaying import basis

    made = basis(0.97, 0.92, 0.88, 0.83, 0.81, 0.7, target="AAA", wobble=0.05, book=shipped_rule_book(BASE))
    # Alike in all indicators, marks would be one indicator forty-nine times: nothing for CRITIC to see.
    values = made.table.values
    apart = 1 - np.fromfunction(lambda a, _, leaf: (a * 7 + leaf * (leaf + 3)) % 5 / 50, values.shape)
    table = replace(made.table, values=np.round(values * apart, 4))
    made = basis_of(made.round_id, made.book, made.applications, table)
    real = source.rounds
    monkeypatch.setattr(results, "replay_revision", lambda *_: 0)
    monkeypatch.setattr(results, "replay_of", lambda *_: made)
    monkeypatch.setattr(
        source,
        "rounds",
        lambda who: tuple(replace(one, state="accredited" if one.round_id == BASE else one.state) for one in real(who)),
    )
    return made


def test_what_is_replayed_is_what_the_computation_says(studio: Callable[..., AppTest], over: Any) -> None:
    copied()
    at = choose(studio(), "parameters")
    pick(at, "groups", "grades")
    boxes = {one.value: one for one in at.text_input if (one.key or "").endswith("-min_score")}
    boxes["80"].set_value("85").run()
    at = choose(at, "replay")
    assert SAY("studio.replay_not_yet") in html(at)
    at.button(key="studio-replay-do").click().run()
    found = replayed(over, at.session_state["studio-work"].book())
    counts = re.findall(r"<b>(\d+)</b><span>", html(at))
    assert counts == [str(n) for n in (6, found.up, found.down, 1, found.unknown)]
    assert found.down > 0
    for one in found.moved:
        assert one.application_id in html(at)
        assert f"把握度{one.sure_before}%" in html(at)
    at = choose(at, "parameters")
    pick(at, "groups", "grades")
    next(one for one in at.text_input if one.value == "85").set_value("86").run()
    assert SAY("studio.replay_stale") in html(choose(at, "replay"))


def test_weights_from_marks_and_what_changes_of_them_do(studio: Callable[..., AppTest], over: Any) -> None:
    copied()
    at = studio()
    at.session_state["studio-way"] = "data"
    at = choose(at, "weights")
    assert not at.exception
    assert "据6件申报、49项指标" in html(at)
    at.button(key="studio-take-over-all").click().run()
    work = at.session_state["studio-work"]
    assert work.sources[""]["method"] == "entropy"
    assert work.faults() == ()
    at.session_state["studio-way"] = "sensitivity"
    at.run()
    assert not at.exception
    assert "据6件评分齐全的申报" in html(at)


@pytest.mark.parametrize("role", ["leader", "inspector"])
def test_nobody_else_opens_it(studio: Callable[..., AppTest], role: str) -> None:
    with pytest.raises(ValueError, match="Could not find"):
        studio(role)
