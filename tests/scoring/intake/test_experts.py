from __future__ import annotations

import pytest

from indicators.faults import FaultsError
from indicators.tabular import table_of
from scoring.intake.experts import ExpertsRead, expert_rows, read_experts
from scoring.texts import translator

HEADER = "专家编号,姓名,工作单位,所在设区市,专业领域,聘期开始,聘期结束\n"


def read(text: str) -> ExpertsRead:
    return read_experts(table_of(text.encode(), "experts.csv"), prefectures={"320100", "320500"})


def test_experts_read_and_written_back_are_the_same() -> None:
    text = HEADER + "".join(
        f"{row}\n"
        for row in (
            "E01,王某,某研究院（虚构）,320100,C34；C35,2024-01-01,",
            "E02,李某,某大学（虚构）,３２０５００,,2024-01-01,2027-12-31",
        )
    )
    experts = read(text).experts
    assert [expert.expertise for expert in experts] == [("C34", "C35"), ()]
    assert experts[1].region == "320500"
    rows = expert_rows(experts)
    again = ",".join(rows[0]) + "\n" + "\n".join(",".join(row.values()) for row in rows)
    assert read(again.replace("expert_id", "expert")).experts == experts


def test_every_fault_is_told() -> None:
    rows = (
        "E01,王某,,990100,,2024-01-01,2023-01-01",
        "E02,李某,某校,320500,,x,",
        "E02,李某,某校,320500,,2024-01-01,",
        "E02,李某,某校,320500,,2024-01-01,",
    )
    with pytest.raises(FaultsError, match=r"experts\.csv:2") as caught:
        read(HEADER + "\n".join(rows))
    said = [fault.message(translator("zh")) for fault in caught.value.faults]
    assert len(said) == 5
    for words, message in zip(["必须填写", "设区市代码", "早于", "不是有效日期", "与第 4 行重复"], said, strict=True):
        assert words in message
