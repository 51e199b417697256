"""Whether signing in tells by its time that a login exists: a wrong password, a disabled and a locked account, nobody.

Run by hand, never by the tests: ``python tests/benchmarks/sign_in.py [CALLS]``. CALLS of each kind (1,000 by default)
at the program's own cost of a hash, in an order that is shuffled with a seed, so that what else the machine does falls
on all alike. Each kind is held against the login that does not exist: means, Welch's t and the Mann-Whitney U with
their p. With so many tests a p below 0.01 / 3 in both would be a finding.
"""

from __future__ import annotations

import os
import platform
import random
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from scipy import stats

from scoring.flow import accounts
from scoring.flow.accounts import attempts
from scoring.identity import passwords
from scoring.model import Actor
from scoring.register.database import Register, create_register

START = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
KINDS = ("absent", "wrong", "disabled", "locked")


def main() -> None:
    calls = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    with tempfile.TemporaryDirectory() as folder, create_register(Path(folder) / "r.db", now=START) as register:
        _furnish(register)
        order = [kind for kind in KINDS for _ in range(calls)]
        random.Random(20_260_601).shuffle(order)
        times: dict[str, list[float]] = {kind: [] for kind in KINDS}
        for place, kind in enumerate(order):
            times[kind].append(_one(register, kind, place))
        taken = {kind: 1_000 * np.array(found) for kind, found in times.items()}
    memory, passes, lanes = passwords.cost()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; milliseconds")
    print(f"Argon2id {memory // 1024} MiB, {passes} passes, {lanes} lanes; {calls} calls of each kind, shuffled")
    print(f"{'kind':<10}{'mean':>9}{'median':>9}{'sd':>9}{'t':>8}{'p (t)':>9}{'p (U)':>9}")
    absent = taken["absent"]
    for kind, found in taken.items():
        line = f"{kind:<10}{found.mean():>9.2f}{np.median(found):>9.2f}{found.std(ddof=1):>9.2f}"
        if kind != "absent":
            welch = stats.ttest_ind(found, absent, equal_var=False)
            whitney = stats.mannwhitneyu(found, absent)
            line += f"{welch.statistic:>8.2f}{welch.pvalue:>9.3f}{whitney.pvalue:>9.3f}"
        print(line)


def _furnish(register: Register) -> None:
    """Make accounts: one to guess at, one that is disabled, one that is locked."""
    first = accounts.first_accounts(register, START, by="benchmark")
    admin, approver = (Actor(one.account_id, one.login, frozenset({one.role})) for one in first[:2])
    for login in ("wrong", "disabled", "locked"):
        proposal = accounts.propose_account(
            register, admin, START, login=login, name="someone", roles=["leader"], reason="benchmark"
        )
        accounts.approve(register, approver, START, proposal.proposal_id)
        accounts.hand_out(register, admin, START, proposal.proposal_id)
        if login == "disabled":
            accounts.disable(register, approver, START, proposal.account_id, reason="benchmark")


def _one(register: Register, kind: str, place: int) -> float:
    """Time one refusal; the clock goes on so far that only the locked account is locked."""
    now = START + timedelta(minutes=16 * (place + 1))
    device = f"browser-{place}"
    if kind == "locked":
        _lock(register, now, kind)
    started = time.perf_counter()
    _refused(register, now, kind, device)
    return time.perf_counter() - started


def _lock(register: Register, now: datetime, login: str) -> None:
    """Let five failures be counted without the work of five hashes."""
    with register.write() as connection:
        for attempt in range(5):
            attempts.begin(connection, now, login=login, device=f"other-{attempt}", address=None)


def _refused(register: Register, now: datetime, login: str, device: str) -> None:
    try:
        accounts.sign_in(register, now, login, "not the password", device=device)
    except accounts.SignInRefusedError:
        return
    raise AssertionError("nobody may come in")


if __name__ == "__main__":
    main()
