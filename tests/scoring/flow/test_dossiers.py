"""What an office takes in: its own region's applications, what they lack, whether they stand; what cannot be said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest

from indicators.faults import FaultsError
from scoring import flow
from scoring.errors import AccessRefusedError
from scoring.model import AdverseRecord

ROUND = "2026-sample"


def test_an_office_lists_its_own_region_with_what_is_lacking_and_how_many_files(office: Any) -> None:
    secretariat = office.who("secretariat")
    everything = flow.list_dossiers(office.register, secretariat, ROUND)
    assert {one.state for one in everything} == {"standing"}
    first = everything[0].application
    flow.attach_file(
        office.register,
        secretariat,
        office.tick(),
        application_id=first.application_id,
        name="a.pdf",
        stream=BytesIO(b"%PDF-1.7"),
        size=8,
    )
    unknown = replace(first, adverse_records_checked=False)
    flow.import_applications(
        office.register, secretariat, office.tick(), ROUND, [unknown], source="a.csv", reason="更正"
    )
    flow.withdraw_application(
        office.register, secretariat, office.tick(), application_id=first.application_id, reason="企业申请"
    )
    county = office.who("county_regulator", region=first.enterprise.county)
    found = {one.application.application_id: one for one in flow.list_dossiers(office.register, county, ROUND)}
    one = found[first.application_id]
    assert (one.state, one.version, one.files) == ("withdrawn", 2, 1)
    assert one.withdrawal is not None
    assert one.withdrawal.reason == "企业申请"
    assert any(finding.condition.startswith("clean_record") for finding in one.findings)
    assert {each.application.enterprise.county for each in found.values()} == {first.enterprise.county}
    assert not flow.list_dossiers(office.register, office.who("county_regulator", region="320583"), ROUND)


def test_an_office_without_a_region_and_an_expert_have_no_list(office: Any) -> None:
    for who in (office.who("county_regulator"), office.who("expert"), office.who("leader")):
        with pytest.raises(AccessRefusedError):
            flow.list_dossiers(office.register, who, ROUND)


def test_names_that_hide_something_and_days_that_cannot_be_are_refused_together(opened: Any) -> None:
    given = opened.application(3)
    enterprise = replace(given.enterprise, name="甲\u202e公司", industry=" ", registered_on=date(2030, 1, 1))
    records = (
        AdverseRecord("quality_accident", date(2020, 1, 1), date(2020, 2, 1)),
        AdverseRecord("serious_dishonesty_list", date(2020, 1, 2), date(2020, 1, 1)),
    )
    wrong = replace(given, enterprise=enterprise, adverse_records=records)
    for step in (flow.preview_applications, flow.import_applications):
        with pytest.raises(FaultsError) as refused:
            step(opened.register, opened.who("secretariat"), opened.tick(), ROUND, [wrong], source="")
        assert [fault.what.key for fault in refused.value.faults] == [
            "flow.text_with_hidden_characters",
            "entering.empty",
            "entering.registered_after_application",
            "entering.event_has_no_end",
            "entering.ends_before_it_begins",
        ]
