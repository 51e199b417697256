"""The Measures of Jiangsu as data, against their text.

Every expected number is typed here a second time, beside the words of the text that it was read from.
"""

from __future__ import annotations

import re
from collections import Counter

import pytest

from indicators.model import Citation, Document, Regulation

DIGITS = "一二三四五六七八九"
NUMERALS = (*DIGITS, "十", *(f"十{digit}" for digit in DIGITS), "二十", "二十一")  # as the articles are numbered


def without_marks(text: str) -> str:
    return re.sub(r"\[bookmark:[^\]]*\]|\s", "", text)


class TestWords:
    def test_source_has_21_articles_and_the_clauses_we_cite(
        self, source_articles: dict[int, str], source_clauses: dict[str, str]
    ) -> None:
        assert sorted(source_articles) == list(range(1, 22))
        items = Counter(clause.split("(")[0] for clause in source_clauses if re.fullmatch(r"\d+\(\d\)", clause))
        assert items == {"9": 8, "10": 3, "12": 7}
        subs = Counter(clause[:-1] for clause in source_clauses if re.fullmatch(r"10\(\d\)\d", clause))
        assert subs == {"10(1)": 1, "10(2)": 5, "10(3)": 5}

    def test_every_article_is_word_for_word(self, jiangsu: Regulation, source_articles: dict[int, str]) -> None:
        assert {article.number: without_marks(article.text) for article in jiangsu.articles} == source_articles
        assert [article.number for article in jiangsu.articles] == list(range(1, 22))

    def test_nothing_of_the_source_is_left_out(self, jiangsu: Regulation, source_text: str) -> None:
        rebuilt, chapter = "附件" + jiangsu.name, ""
        for article in jiangsu.articles:
            if article.chapter != chapter:
                chapter = article.chapter
                rebuilt += chapter
            rebuilt += f"第{NUMERALS[article.number - 1]}条{article.text}"
        assert without_marks(rebuilt) == without_marks(source_text)

    def test_conditions_and_steps_are_the_words_of_the_clause_they_cite(
        self, jiangsu: Regulation, source_clauses: dict[str, str]
    ) -> None:
        for condition in jiangsu.conditions:
            assert without_marks(condition.text) == source_clauses[condition.cite.clause]
        for step in jiangsu.steps:
            assert without_marks(step.text) == source_clauses[step.cite.clause]

    def test_every_basic_and_grade_condition_is_there_once(
        self, jiangsu: Regulation, source_clauses: dict[str, str]
    ) -> None:
        wanted = {clause for clause in source_clauses if re.fullmatch(r"9\(\d\)|10\(\d\)\d", clause)}
        assert len(wanted) == 19
        assert Counter(condition.cite.clause for condition in jiangsu.conditions) == Counter(wanted)

    def test_adverse_record_kinds_name_things_of_the_list(self, jiangsu: Regulation) -> None:
        """Which words of Article 10(1)1 each kind stands for, in their order; the last list item names two lists."""
        words = {
            "failed_spot_check_or_inspection": "无产品质量监督抽查和监督检查不合格记录",
            "quality_violation": "无质量违法、违规记录",
            "counterfeit_goods": "无生产经营假冒伪劣产品行为记录",
            "false_quality_advertising": "无质量虚假宣传行为记录",
            "broken_quality_commitment": "无违背质量承诺的行为记录",
            "claim_or_product_return": "无因质量问题导致的索赔和退货",
            "quality_accident": "无质量事故",
            "abnormal_operations_list": "未被列入经营异常名录",
            "serious_dishonesty_list": "严重违法失信名单",
            "other": "等。",
        }
        text = next(condition.text for condition in jiangsu.conditions if condition.cite.clause == "10(1)1")
        places = [text.index(word) for word in words.values()]
        assert places == sorted(places)
        assert [kind.id for kind in jiangsu.adverse_record_kinds] == list(words)
        listings = {kind.id for kind in jiangsu.adverse_record_kinds if kind.nature == "listing"}
        assert listings == {"abnormal_operations_list", "serious_dishonesty_list"}


class TestNumbers:
    @pytest.mark.parametrize(
        ("clause", "grades", "words", "rule", "years"),
        [
            ("9(2)", {"A", "AA", "AAA"}, "存续3年以上", "years_in_existence", 3),
            ("10(1)1", {"A"}, "近1年内无质量信用相关的不良行为记录", "clean_record", 1),
            ("10(2)4", {"AA"}, "近3年内无质量信用相关的不良行为记录", "clean_record", 3),
            ("10(3)4", {"AAA"}, "近5年内无质量信用相关的不良行为记录", "clean_record", 5),
            ("10(2)5", {"AA"}, "近2年内经营稳健增长", "steady_growth", 2),
            ("10(3)5", {"AAA"}, "近3年内经营稳健增长", "steady_growth", 3),
        ],
    )
    def test_years_of_a_condition(
        self,
        jiangsu: Regulation,
        source_clauses: dict[str, str],
        clause: str,
        grades: set[str],
        words: str,
        rule: str,
        years: int,
    ) -> None:
        assert words in source_clauses[clause]
        condition = next(one for one in jiangsu.conditions if one.cite.clause == clause)
        assert set(condition.grades) == grades
        assert [test.years for test in condition.tests if test.rule == rule] == [years]

    def test_no_other_condition_has_a_test_and_all_with_tests_are_judged_by_facts(self, jiangsu: Regulation) -> None:
        tested = {condition.cite.clause for condition in jiangsu.conditions if condition.tests}
        assert tested == {"9(2)", "10(1)1", "10(2)4", "10(2)5", "10(3)4", "10(3)5"}
        assert {c.cite.clause for c in jiangsu.conditions if c.judged_by == "facts"} == tested
        by_experts = {c.cite.clause for c in jiangsu.conditions if c.judged_by == "experts"}
        assert by_experts == {f"10({item}){sub}" for item in (2, 3) for sub in (1, 2, 3)}

    def test_who_may_apply(self, jiangsu: Regulation, source_clauses: dict[str, str]) -> None:
        assert "法人企业、非法人企业包括个人独资企业和合伙企业" in source_clauses["9(2)"]
        tests = {test.rule: test for c in jiangsu.conditions if c.cite.clause == "9(2)" for test in c.tests}
        assert tests["legal_form"].allowed == ("legal_person", "sole_proprietorship", "partnership")
        assert set(tests) == {"registered_in_province", "legal_form", "years_in_existence"}

    def test_validity(self, jiangsu: Regulation, source_articles: dict[int, str]) -> None:
        assert "有效期为5年，自等级认定公告之日开始计算" in source_articles[15]
        assert (jiangsu.validity.years, jiangsu.validity.counted_from) == (5, "announcement")
        assert jiangsu.validity.cite == Citation("jiangsu-measures", "15")

    @pytest.mark.parametrize(
        ("occasion", "article", "words", "years", "counted_from", "measures"),
        [
            (
                "untrue_while_applying",
                16,
                "未如实提供证明材料的，退回申请，并在2年内不得申报",
                2,
                "return",
                {"application_returned"},
            ),
            (
                "untrue_after_announcement",
                16,
                "发现其弄虚作假的，撤销等级认定结果并向社会公告，2年内不得重新申报",
                2,
                "revocation",
                {"revocation", "revocation_announcement"},
            ),
            (
                "major_accident_or_proven_complaints",
                17,
                "责令企业限期整改、暂停使用质量信用等级宣传、撤销质量信用等级认定结果、予以公告（曝光）、直至依法追究企业的"
                "质量违法责任。对撤销质量信用等级认定结果的，5年内不得重新申报",
                5,
                "revocation",
                {"rectification_order", "publicity_suspension", "revocation", "public_exposure", "legal_liability"},
            ),
        ],
    )
    def test_sanction(
        self,
        jiangsu: Regulation,
        source_articles: dict[int, str],
        occasion: str,
        article: int,
        words: str,
        years: int,
        counted_from: str,
        measures: set[str],
    ) -> None:
        assert words in source_articles[article]
        (sanction,) = [one for one in jiangsu.sanctions if one.occasion == occasion]
        assert (sanction.debarment_years, sanction.debarment_from) == (years, counted_from)
        assert set(sanction.measures) == measures
        assert sanction.cite.clause == str(article)

    def test_only_revocation_ends_validity(self, jiangsu: Regulation) -> None:
        assert [measure.id for measure in jiangsu.measures if measure.ends_validity] == ["revocation"]

    def test_grades(self, jiangsu: Regulation, source_articles: dict[int, str]) -> None:
        assert "从高到低分为A、B、C、D四等" in source_articles[4]
        assert "最多使用三个。字母数量越多，表示质量信用程度越高" in source_articles[4]
        assert "仅涉及A等中的A级、AA级、AAA级的认定" in source_articles[4]
        order = ["AAA", "AA", "A", "BBB", "BB", "B", "CCC", "CC", "C", "DDD", "DD", "D"]
        assert [grade.name for grade in jiangsu.grades] == order
        assert all(grade.name.strip(grade.grade_class) == "" for grade in jiangsu.grades)
        assert jiangsu.accredited_grades() == ("A", "AA", "AAA")

    def test_in_force_from_is_unknown(self, jiangsu: Regulation, documents: dict[str, Document]) -> None:
        """Article 21 puts the Measures in force from a day of issue that the text does not give."""
        source = documents["jiangsu-measures"]
        assert (jiangsu.in_force_from, source.in_force_from, source.issued_on, source.number) == (None,) * 4
        assert (jiangsu.status, bool(jiangsu.banner), bool(jiangsu.banner_en)) == ("draft", True, True)


class TestProcedure:
    ACTS = (
        ("12(1)", {"A", "AA", "AAA"}, [("applicant", "applicant")]),
        ("12(2)", {"A", "AA", "AAA"}, [("county", "market_regulator"), ("county", "drc")]),
        (
            "12(3)",
            {"A", "AA", "AAA"},
            [("prefecture", "market_regulator"), ("prefecture", "drc"), ("prefecture", "market_regulator")],
        ),
        ("12(4)", {"A"}, [("province", "market_regulator"), ("province", "drc")]),
        ("12(5)", {"AA", "AAA"}, [("province", "experts")]),
        ("12(6)", {"AAA"}, [("province", "experts")]),
        ("12(7)", {"AA", "AAA"}, [("province", "market_regulator"), ("province", "drc")] * 3),
    )

    def test_steps_and_their_acts(self, jiangsu: Regulation) -> None:
        found = tuple(
            (step.cite.clause, set(step.grades), [(act.level, act.authority) for act in step.acts])
            for step in jiangsu.steps
        )
        assert found == self.ACTS
        assert [step.order for step in jiangsu.steps] == list(range(1, 8))
