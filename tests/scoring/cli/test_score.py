"""``score`` end to end: the shape of its output, the published panel, and every bad file in both languages."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from click.testing import CliRunner, Result

from scoring.cli import main

ISU = Path(__file__).parents[2] / "data" / "isu-worlds-2017"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["score", *map(str, arguments)])


@pytest.fixture
def marks(tmp_path: Path) -> Path:
    file = tmp_path / "marks.csv"
    file.write_text(
        "applicant,expert,indicator,score,state\n"
        "甲公司,e1,质量,8,\n甲公司,e1,信用,6,\n甲公司,e2,质量,9,\n甲公司,e2,信用,,not_applicable\n"
        "乙公司,e1,质量,7.5,\n乙公司,e1,信用,,\n",
        "utf-8",
    )
    return file


def published(name: str, *keys: str) -> dict[tuple[str, ...], Decimal]:
    with (ISU / name).open(encoding="utf-8") as stream:
        value = {"official_indicator_scores.csv": "official_score", "official_totals.csv": "official_total"}[name]
        return {tuple(row[key] for key in keys): Decimal(row[value]) for row in csv.DictReader(stream)}


def test_the_published_panel_to_the_printed_cent() -> None:
    """The command of the issue, word for word but for the folder."""
    weights = ISU / "official_indicator_scores.csv"
    result = run(ISU / "scores.csv", "--aggregate", "trimmed:1", "--round", "2", "--weights", weights, "--json")
    assert result.exit_code == 0
    panels = json.loads(result.stdout, parse_float=Decimal)["panels"]
    assert len(panels) == 8
    totals = {(p["panel"], a["applicant"]): a["total"] for p in panels for a in p["applicants"]}
    scores = {
        (p["panel"], a["applicant"], i["indicator"]): i["score"]
        for p in panels
        for a in p["applicants"]
        for i in a["indicators"]
    }
    assert (len(scores), len(totals)) == (1085, 217)
    assert totals == published("official_totals.csv", "panel", "applicant")
    assert scores == published("official_indicator_scores.csv", "panel", "applicant", "indicator")


def test_the_shape_of_the_json(marks: Path) -> None:
    result = run(marks, "--json", "--lang", "en")
    assert result.exit_code == 0
    assert result.stderr == ""
    assert json.loads(result.stdout) == {
        "panels": [
            {
                "panel": "",
                "aggregate": "mean",
                "applicants": [
                    {
                        "applicant": "甲公司",
                        "total": 7.25,
                        "experts": 2,
                        "missing": 0,
                        "spread": 2**0.5,
                        "reason": None,
                        "indicators": [
                            {"indicator": "质量", "score": 8.5, "experts": 2},
                            {"indicator": "信用", "score": 6.0, "experts": 1},
                        ],
                    },
                    {
                        "applicant": "乙公司",
                        "total": None,
                        "experts": 1,
                        "missing": 1,
                        "spread": None,
                        "reason": "indicators without a mark: 信用",
                        "indicators": [
                            {"indicator": "质量", "score": 7.5, "experts": 1},
                            {"indicator": "信用", "score": None, "experts": 0},
                        ],
                    },
                ],
            }
        ]
    }


def test_the_table_for_people(marks: Path) -> None:
    chinese = run(marks, "--round", "1", "--lang", "zh").stdout.splitlines()
    assert chinese[0] == "全部评分（汇总方法：mean）"
    assert chinese[1].split() == ["申报者", "总分", "专家数", "缺评", "离散度", "质量", "信用", "说明"]
    assert chinese[3].split() == ["甲公司", "7.3", "2", "0", "1.4142", "8.5", "6.0"]
    assert chinese[4].split() == ["乙公司", "-", "1", "1", "-", "7.5", "-", "没有评分的指标：信用"]
    english = run(marks, "--lang", "en").stdout.splitlines()
    assert english[0] == "All marks (aggregate: mean)"
    assert "7.2500" in english[3]


def test_options_are_passed_on(marks: Path, tmp_path: Path) -> None:
    weights = tmp_path / "w.csv"
    weights.write_text("indicator,weight\n质量,3\n信用,1\n", "utf-8")

    def total(*options: str | Path) -> Any:
        result = run(marks, "--json", *options)
        return json.loads(result.stdout)["panels"][0]["applicants"][0]["total"]

    assert total("--weights", weights) == 31.5
    assert total("--weights", weights, "--normalise") == 7.875
    assert total("--weights", weights, "--normalise", "--round", "2") == 7.88
    assert total("--scale", "0:10:0.5", "--aggregate", "median") == 7.25


def test_notices_go_to_standard_error(tmp_path: Path) -> None:
    file = tmp_path / "m.csv"
    file.write_bytes("applicant,expert,score,备注\n甲公司质量,e,９．５,x\n".encode("gb18030"))
    result = run(file, "--json", "--lang", "zh")
    assert json.loads(result.stdout)["panels"][0]["applicants"][0]["total"] == 9.5
    assert "按 GB18030 编码读取" in result.stderr
    assert "1 个全角数字" in result.stderr
    assert "已忽略：备注" in result.stderr
    english = run(file, "--json", "--lang", "en").stderr
    assert "read as GB18030" in english
    assert "1 full-width numbers" in english
    assert "unknown columns, ignored: 备注" in english


def workbook(cells: list[tuple[int, int, Any]]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        page = book.add_worksheet()
        for row, column, value in cells:
            page.write(row, column, value)
    return stream.getvalue()


def test_a_workbook_and_a_csv_give_the_same(tmp_path: Path) -> None:
    rows = [("applicant", "expert", "score"), ("甲", "e1", 9.25), ("甲", "e2", 8), ("乙", "e1", 7)]
    (tmp_path / "m.csv").write_text("\n".join(",".join(map(str, row)) for row in rows), "utf-8-sig")
    (tmp_path / "m.xlsx").write_bytes(
        workbook([(r, c, value) for r, row in enumerate(rows) for c, value in enumerate(row)])
    )
    assert run(tmp_path / "m.csv", "--json").stdout == run(tmp_path / "m.xlsx", "--json").stdout


HEADER = b"applicant,expert,score\n"
BAD_FILES: dict[str, tuple[str, bytes, int | None, str | None, str, str]] = {
    "empty": ("m.csv", b"", None, None, "m.csv is empty", "“m.csv”是空文件"),
    "header only": ("m.csv", HEADER, 1, None, "only a header in row 1", "只有第 1 行的列名"),
    "doubled mark": ("m.csv", HEADER + b"a,e,1\na,e,2\n", 3, "score", "rows 2 and 3", "第 3 行与第 2 行重复"),
    "text for a number": ("m.csv", HEADER + b"a,e,good\n", 2, "score", "good is not a number", "实际是“good”"),
    "off the scale": ("m.csv", HEADER + b"a,e,9.3\n", 2, "score", "9.3 is off the declared scale", "评分 9.3 不在规定"),
    "NUL": ("m.csv", HEADER + b"a,e,1\x00\n", 2, "score", "row 2, column score: a NUL byte", "含有空字节（NUL）"),
    "really XLSX": ("m.csv", workbook([(0, 0, "a")]), None, None, "really an XLSX workbook", "其实是 XLSX 工作簿"),
    "full sheet": (
        "m.xlsx",
        workbook([(0, 0, "applicant"), (1_048_575, 0, "a")]),
        1_048_576,
        None,
        "data may have been cut off",
        "可能已被截断",
    ),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_in_both_languages(tmp_path: Path, name: str) -> None:
    file, data, row, column, english, chinese = BAD_FILES[name]
    path = tmp_path / file
    path.write_bytes(data)
    for language, words in (("en", english), ("zh", chinese)):
        result = run(path, "--scale", "0:10:0.25", "--lang", language)
        assert result.exit_code == 1
        assert result.stdout == ""
        assert words in result.stderr
        as_json = run(path, "--scale", "0:10:0.25", "--lang", language, "--json")
        assert as_json.exit_code == 1
        assert as_json.stderr == ""
        (fault,) = json.loads(as_json.stdout)["faults"]
        assert (fault["file"], fault["row"], fault["column"]) == (file, row, column)
        assert words in fault["message"]
    assert path.read_bytes() == data
    assert [entry.name for entry in tmp_path.iterdir()] == [file]


def test_faults_of_both_files_at_once(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_bytes(HEADER + b"a,e,x\n")
    (tmp_path / "w.csv").write_bytes(b"indicator,weight\ntotal,-1\n")
    result = run(tmp_path / "m.csv", "--weights", tmp_path / "w.csv", "--json")
    assert [fault["file"] for fault in json.loads(result.stdout)["faults"]] == ["m.csv", "w.csv"]


def test_a_scored_indicator_without_a_weight(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_bytes(HEADER + b"a,e,1\n")
    (tmp_path / "w.csv").write_bytes(b"indicator,weight\nother,1\n")
    result = run(tmp_path / "m.csv", "--weights", tmp_path / "w.csv", "--lang", "en")
    assert result.exit_code == 1
    assert "no weight for the indicator total" in result.stderr


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    result = run(tmp_path, "--lang", "en")
    assert result.exit_code == 1
    assert "is a folder, not a file" in result.stderr
