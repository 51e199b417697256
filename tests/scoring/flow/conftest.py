"""A register with a round under review: two applications, five experts each, on the shipped sample rule book."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from sqlalchemy import select

from indicators.load import shipped_rule_book
from indicators.model import Indicator, RuleBook
from scoring import flow
from scoring.demonstration.finishing import Finisher
from scoring.demonstration.steps import confirm, recommend, sign_papers
from scoring.flow import gather
from scoring.meeting.quorum import Votes
from scoring.model import (
    Actor,
    Application,
    Enterprise,
    Expert,
    GivenMark,
    GivenSheet,
    Growth,
    HeldGrade,
    MarkState,
)
from scoring.procedure.uscc import make
from scoring.register import accreditations, chain, rounds, tables
from scoring.register.accreditations import Accreditation
from scoring.register.database import Register, create_register, open_register
from scoring.register.decisions import Decision

ROUND = "2026-sample"
NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
UNANIMOUS = Votes(10, 10, 10, 0, 0)
UNTRUE = flow.Cause("untrue_material")
#: Steps whose tests run on both databases: where marks and decisions are written, read and checked, by many at once.
#: The others say nothing of the database that these and the tests of the register do not: a file is enough for them.
ON_BOTH = frozenset(
    f"test_{name}"
    for name in (
        "marking",
        "deciding",
        "at_once",
        "record",
        "rounds",
        "rule_drafts",
        "stepping",
        "assigning",
        "importing",
        "drawing",
        "tasks",
        "panel",
        "offline_sheet",
        "reopening",
        "on_both",
    )
)
AA_FROM, AA_UNTIL = date(2026, 5, 20), date(2031, 5, 19)
EXPERTS = tuple(f"E{number:02d}" for number in range(1, 11))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the server's turn of tests in this folder that say nothing of a database."""
    here = Path(__file__).parent
    left_out = [
        item
        for item in items
        if here in item.path.parents and item.path.stem not in ON_BOTH and item.get_closest_marker("postgres")
    ]
    config.hook.pytest_deselected(items=left_out)
    gone = set(left_out)
    items[:] = [item for item in items if item not in gone]


def actor(role: str, id_: str | None = None, region: str | None = None) -> Actor:
    return Actor(id_ or role, id_ or role, frozenset({role}), region)


@cache
def book_of_the_round() -> RuleBook:
    return shipped_rule_book(ROUND)


def application(number: int, target: str = "AA", **facts: object) -> Application:
    book = book_of_the_round()
    declared = {condition.id: True for condition in book.regulation.conditions if condition.judged_by == "declaration"}
    sound: dict[str, object] = {
        "adverse_records_checked": True,
        "growth": tuple(Growth(year, Decimal("3.5")) for year in (2023, 2024, 2025)),
        "held": (HeldGrade("A", date(2020, 3, 1)), HeldGrade("AA", date(2023, 3, 1))),
        "declared": declared,
    }
    enterprise = Enterprise(
        make(f"91320102MA1ABCD{number:02d}"),
        f"南京样例{number}有限公司",
        "legal_person",
        "320102",
        "C34",
        "medium",
        date(2010, 5, 4),
    )
    return Application(f"2026-{number:04d}", ROUND, enterprise, target, date(2026, 4, 1), **(sound | facts))  # type: ignore[arg-type]


@dataclass
class Office:
    """The register, and what tests do with it in one line."""

    register: Register
    book: RuleBook
    url: str = ""
    now: datetime = NOW

    def tick(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def who(self, role: str, id_: str | None = None, region: str | None = None) -> Actor:
        return actor(role, id_, region)

    def application(self, number: int, target: str = "AA", **facts: object) -> Application:
        return application(number, target, **facts)

    def leaf(self, code: str) -> Indicator:
        return next(leaf for leaf in self.book.round.indicator_table.leaves() if leaf.code == code)

    def given(self, code: str = "1.1.1", share: str = "0.75", note: str = "第 3 页") -> GivenMark:
        return GivenMark(code, MarkState.SCORED, Decimal(share) * self.leaf(code).max_score, note)

    def void(self, decision_id: str, reason: str = "计票有误") -> Decision:
        """Let the chair ask and the secretariat agree."""
        flow.ask_void(self.register, actor("chair"), self.tick(), decision_id=decision_id, reason=reason)
        return flow.agree_void(self.register, actor("secretariat"), self.tick(), decision_id=decision_id)

    def save(self, given: GivenMark, *, expert: str = "E01", seen: int = 0, of: str = "2026-0001") -> flow.SavedMark:
        return flow.save_mark(
            self.register, actor("expert", expert), self.tick(), given, application_id=of, seen_version=seen
        )

    def submit(self, *, expert: str = "E01", of: str = "2026-0001") -> flow.Receipt:
        return flow.submit_sheet(self.register, actor("expert", expert), self.tick(), application_id=of)

    def recuse(self, *, expert: str, of: str = "2026-0001", reason: str = "曾在该企业任职") -> None:
        who = actor("expert", expert)
        flow.recuse(self.register, who, self.tick(), application_id=of, expert_id=expert, reason=reason)

    def decide(
        self,
        outcome: str = "propose_aa",
        *,
        of: str = "2026-0001",
        votes: Votes = UNANIMOUS,
        reason: str = "",
        stage: str = "document_review",
    ) -> Decision:
        return flow.record_decision(
            self.register,
            actor("chair"),
            self.tick(),
            application_id=of,
            outcome=outcome,  # type: ignore[arg-type]
            votes=votes,
            reason=reason,
            stage=stage,  # type: ignore[arg-type]
        )

    def revoke(
        self,
        application_id: str = "2026-0001",
        cause: flow.Cause = UNTRUE,
        *,
        on: date | None = None,
        reason: str = "弄虚作假",
        roles: tuple[str, ...] = ("secretariat", "province_drc"),
    ) -> Any:
        """Let both authorities sign a revocation on a day, of which it becomes at least the morning."""
        if on is not None:
            self.now = max(self.now, datetime(on.year, on.month, on.day, 1, tzinfo=UTC))
        for role in roles:
            now = self.tick()
            entry = flow.revoke(
                self.register,
                actor(role),
                now,
                application_id=application_id,
                cause=cause,
                on=on or now.date(),
                reason=reason,
            )
        return entry

    def entries(self) -> list[Any]:
        """Return the chain, oldest first."""
        with self.register.read() as connection:
            return list(connection.execute(select(tables.chain_entry).order_by(tables.chain_entry.c.sequence)))

    def is_sound(self) -> bool:
        """Whether chain, decisions and invariants all hold."""
        inspector = actor("inspector")
        found = (*flow.verify(self.register, inspector).faults, *flow.check(self.register, inspector))
        assert not found, found
        return True

    def sheet(self, application_id: str, expert_id: str, share: str = "0.75") -> GivenSheet:
        leaves = self.book.round.indicator_table.leaves()
        marks = tuple(
            GivenMark(leaf.code, MarkState.SCORED, Decimal(share) * leaf.max_score, "第 3 页") for leaf in leaves
        )
        return GivenSheet(application_id, expert_id, marks)

    def score(self, application_id: str, share: str = "0.75", experts: tuple[str, ...] = EXPERTS[:5]) -> None:
        """Enter submitted sheets in which every indicator earns the same share of its points."""
        given = [self.sheet(application_id, expert_id, share) for expert_id in experts]
        keys = {(sheet.application_id, sheet.expert_id) for sheet in given}
        flow.import_sheets(
            self.register, actor("assignment_holder"), self.tick(), ROUND, given, submitted=keys, source="test"
        )

    def at(self, day: date) -> datetime:
        """Return a moment of a day, or, where that is over, one a second later than the last."""
        self.now = max(self.tick(), datetime(day.year, day.month, day.day, 1, tzinfo=UTC))
        return self.now

    @property
    def finisher(self) -> Finisher:
        return Finisher(self.register, actor("secretariat"), actor("province_drc"), self.at)

    def accredit(
        self, *granted: flow.Granted, on: date = date(2026, 9, 1), round_id: str = ROUND, opened_on: date | None = None
    ) -> None:
        """Take grades through credit check, notice and joint document to their announcement."""
        late = on < self.now.date()
        opened = opened_on or (on - timedelta(days=28) if late else self.now.date())
        reason = "补录" if late else ""
        self.finisher.finish(round_id, granted, opened_on=opened, announced_on=on, reason=reason)

    def to(self, state: str, reason: str = "") -> None:
        who = actor("secretariat")
        flow.advance_round(self.register, who, self.tick(), ROUND, state, reason=reason)  # type: ignore[arg-type]

    def open_round(self, round_id: str = ROUND) -> None:
        """Have plan and notice signed by both authorities, for days that hold every application of the tests; open."""
        days = {"first_day": date(2019, 1, 1), "last_day": date(2027, 12, 31)}
        sign_papers(self.register, iter(self.tick, None), round_id, **days)
        flow.advance_round(self.register, actor("secretariat"), self.tick(), round_id, "open")

    def recommend(self, *applied: Application, round_id: str = ROUND) -> None:
        """Let county and prefecture recommend applications."""
        recommend(self.register, iter(self.tick, None), round_id, applied, gather.regions())

    def confirm(self, *applied: Application, round_id: str = ROUND) -> None:
        """Let both provincial authorities confirm applications for A."""
        confirm(self.register, iter(self.tick, None), round_id, applied)


@pytest.fixture(scope="session")
def sample_book() -> RuleBook:
    return shipped_rule_book(ROUND)


def _furnished_at(url: str) -> datetime:
    """Make a furnished register and return the time that it had become."""
    with create_register(url, now=NOW) as register:
        return furnished(Office(register, book_of_the_round(), url)).now


@pytest.fixture
def office(register_url: str, sample_book: RuleBook, templates: Any) -> Iterator[Office]:
    now = templates.copy("furnished", register_url, _furnished_at)
    office = Office(open_register(register_url), sample_book, register_url, now)
    yield office
    office.register.close()


@pytest.fixture(scope="session")
def led() -> Callable[[Office, Callable[[Office], object]], Office]:
    """Lead an office some way, once: the next one is put where the first had come to. On a server each goes itself."""
    stood: dict[Callable[[Office], object], tuple[bytes, datetime]] = {}

    def lead(office: Office, way: Callable[[Office], object]) -> Office:
        if "://" in office.url:
            way(office)
            return office
        path = Path(office.url)
        if way not in stood:
            way(office)
            office.register.close()
            stood[way] = path.read_bytes(), office.now
        office.register.close()
        content, office.now = stood[way]
        path.write_bytes(content)
        for left in ("-wal", "-shm"):
            path.with_name(path.name + left).unlink(missing_ok=True)
        office.register = open_register(office.url)
        return office

    return lead


def _decided_at(url: str) -> datetime:
    """Make a register in which a sitting decided about both, and return the time that it had become."""
    with create_register(url, now=NOW) as register:
        office = furnished(Office(register, book_of_the_round(), url))
        office.score("2026-0001", "1")
        office.score("2026-0002", "0.5")
        office.to("deciding")
        office.decide()
        office.decide("do_not_propose", of="2026-0002")
        return office.now


@pytest.fixture
def decided(register_url: str, sample_book: RuleBook, templates: Any) -> Iterator[Office]:
    """The office after its sitting: AA proposed for the first, the second not proposed; a copy, as `office` is."""
    now = templates.copy("decided", register_url, _decided_at)
    with open_register(register_url) as register:
        yield Office(register, sample_book, register_url, now)


@pytest.fixture
def twin(tmp_path: Path, sample_book: RuleBook) -> Iterator[Office]:
    """Another register, made in the same way."""
    with create_register(tmp_path / "twin.db", now=NOW) as register:
        yield furnished(Office(register, sample_book, str(tmp_path / "twin.db")))


@pytest.fixture
def graded(office: Office) -> Office:
    """The office with AA of the first applicant announced on 20 May 2026, by rows of the record alone."""
    held = Accreditation("2026-0001", 1, application(1).enterprise.uscc, ROUND, "AA", AA_FROM, AA_UNTIL)
    with office.register.write() as connection:
        state = rounds.state(connection, ROUND)
        assert state is not None
        accredited = rounds.RoundState(ROUND, state.version + 1, "accredited")
        rows = {
            tables.accreditation: accreditations.add([held]),
            tables.round_state: rounds.add_states([accredited]),
        }
        act = chain.Act("secretariat", "secretariat", "grades.announced", f"round/{ROUND}", office.tick())
        chain.record(connection, act, rows)
    return office


@pytest.fixture(scope="session")
def opened_file(tmp_path_factory: pytest.TempPathFactory, sample_book: RuleBook) -> tuple[Path, datetime]:
    """A register in a file whose round takes applications and has none yet, and the time it had become."""
    file = tmp_path_factory.mktemp("opened") / "register.db"
    with create_register(file, now=NOW) as register:
        office = Office(register, sample_book, str(file))
        flow.create_round(register, actor("secretariat"), office.tick(), sample_book)
        office.open_round()
    return file, office.now


@pytest.fixture
def opened(tmp_path: Path, sample_book: RuleBook, opened_file: tuple[Path, datetime]) -> Iterator[Office]:
    """A register with a round that takes applications and has none yet."""
    file, now = opened_file
    copyfile(file, tmp_path / "opened.db")
    with open_register(tmp_path / "opened.db") as register:
        yield Office(register, sample_book, str(tmp_path / "opened.db"), now)


def furnished(office: Office) -> Office:
    """Enter round, experts and applications, assign five experts to each, and open the review."""
    register, secretariat, holder = office.register, actor("secretariat"), actor("assignment_holder")
    flow.create_round(register, secretariat, office.tick(), office.book)
    people = [Expert(id_, f"专家{id_}", f"研究院{id_}", "320500", ("C34",), date(2024, 1, 1)) for id_ in EXPERTS]
    flow.import_experts(register, holder, office.tick(), people, source="experts.csv")
    office.open_round()
    applied = [application(1), application(2, "AAA")]
    flow.import_applications(register, secretariat, office.tick(), ROUND, applied, source="applications.csv")
    office.recommend(*applied)
    pairs = [(id_, expert) for id_ in ("2026-0001", "2026-0002") for expert in EXPERTS[:5]]
    flow.assign(register, holder, office.tick(), ROUND, pairs)
    office.to("reviewing")
    return office


DRAWING_HOMES = ("320500", "320600", "320700", "320800", "320900")


def drawing_applications() -> tuple[Application, ...]:
    """Return three applications of Nanjing and four of Wuxi; the sixth is for AAA."""
    nanjing = [application(number) for number in range(1, 4)]
    wuxi = [application(number, "AAA" if number == 6 else "AA") for number in range(4, 8)]
    moved = [replace(one, enterprise=replace(one.enterprise, county="320205")) for one in wuxi]
    return (*nanjing, *moved)


def drawing_experts() -> tuple[Expert, ...]:
    """Return fifteen experts of five other prefectures; every second knows the applications' division."""
    return tuple(
        Expert(
            f"F{number:02d}",
            f"专家{number}",
            f"研究院{number}",
            DRAWING_HOMES[number % 5],
            ("C34",) if number % 2 else ("C26",),
            date(2024, 1, 1),
        )
        for number in range(15)
    )


@pytest.fixture(scope="session")
def drawing_file(tmp_path_factory: pytest.TempPathFactory, sample_book: RuleBook) -> tuple[Path, datetime]:
    """A register in a file whose round has experts and applications, all but the last recommended, nobody assigned."""
    file = tmp_path_factory.mktemp("drawing") / "register.db"
    with create_register(file, now=NOW) as register:
        office = Office(register, sample_book, str(file))
        flow.create_round(register, actor("secretariat"), office.tick(), sample_book)
        office.open_round()
        holder, secretariat = actor("assignment_holder"), actor("secretariat")
        flow.import_experts(register, holder, office.tick(), drawing_experts(), source="experts.csv")
        applied = drawing_applications()
        flow.import_applications(register, secretariat, office.tick(), ROUND, applied, source="applications.csv")
        office.recommend(*applied[:6])
    return file, office.now


@pytest.fixture
def drawing(tmp_path: Path, sample_book: RuleBook, drawing_file: tuple[Path, datetime]) -> Iterator[Office]:
    """The office of a round that is ready to be drawn for."""
    file, now = drawing_file
    copyfile(file, tmp_path / "drawing.db")
    with open_register(tmp_path / "drawing.db") as register:
        yield Office(register, sample_book, str(tmp_path / "drawing.db"), now)
