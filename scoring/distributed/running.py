"""Blocks given to processes by Dask: progress, what died done again, and the same answer for any number of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from indicators.faults import Fault
from indicators.language import Message
from scoring.distributed.beside import sweep
from scoring.distributed.block import Outcome, Source, run_block
from scoring.distributed.scheme import Scheme
from scoring.errors import SpokenError

Work = Callable[..., Outcome]
OnDone = Callable[[Outcome], None]

RETRIES: Final = 2
"""How often a block is tried again after an error of disk or database."""
_SILENT: Final = 50
DEATHS: Final = 3
"""How many workers may die at one block before it is given up: it may be what kills them."""


@dataclass(frozen=True, slots=True)
class Workers:
    """Who computes.

    Attributes
    ----------
    count : int
        Processes on this machine; 0 = this process, without Dask.
    memory : str
        Most memory of each, as Dask writes it (``2GiB``). Who goes beyond is ended, and his block done again.
    scheduler : str or None
        Address of a Dask scheduler to use instead; its workers must see the same folders.
    """

    count: int = 2
    memory: str = "2GiB"
    scheduler: str | None = None


def run_blocks(
    sources: Sequence[Source],
    scheme: Scheme,
    to: Path,
    workers: Workers,
    *,
    anew: bool = False,
    on_done: OnDone | None = None,
    client: Any = None,
    work: Work = run_block,
) -> list[Outcome]:
    """Run blocks and return what became of them, in the order of `sources`.

    A block whose worker dies is run again by another; a block with faults, or that could not be run, stops no other.
    What workers of an earlier run left half-written is taken away first.

    Parameters
    ----------
    sources, scheme, to, anew
        As for `block.run_block`.
    workers : Workers
    on_done : callable, optional
        Called in this process with each outcome, as it comes.
    client : distributed.Client, optional
        To be used instead of one made from `workers`.
    work : callable
        What is run for each block.

    Raises
    ------
    SpokenError
        If Dask is not installed, or no scheduler answers.
    """
    sweep(to)
    told = on_done or (lambda outcome: None)
    if workers.count == 0 and workers.scheduler is None and client is None:
        found = []
        for source in sources:
            found.append(work(source, scheme, to, anew=anew))
            told(found[-1])
        return found
    if client is not None:
        return _on(client, sources, scheme, to, anew, told, work)
    with _client(workers) as own:
        return _on(own, sources, scheme, to, anew, told, work)


def _on(
    client: Any, sources: Sequence[Source], scheme: Scheme, to: Path, anew: bool, told: OnDone, work: Work
) -> list[Outcome]:

    futures = {
        client.submit(work, source, scheme, to, anew=anew, pure=False, retries=RETRIES): source for source in sources
    }
    found: dict[str, Outcome] = {}
    for future in _distributed().as_completed(list(futures), loop=client.loop):
        source = futures[future]
        error = future.exception()
        outcome = future.result() if error is None else Outcome(source.block, None, (_failed(source, error),))
        found[source.block] = outcome
        told(outcome)
        future.release()
    return [found[source.block] for source in sources]


def _failed(source: Source, error: BaseException) -> Fault:
    if isinstance(error, _distributed().KilledWorker):
        return Fault(Message("national.workers_died", {"count": DEATHS + 1}), file=source.block)
    reason = getattr(error, "strerror", None) or type(error).__name__
    return Fault(Message("national.block_failed", {"reason": reason}), file=source.block)


def _distributed() -> Any:
    """Return Dask's package, imported only where blocks are given to processes.

    Raises
    ------
    SpokenError
        If it is not installed.
    """
    try:
        return import_module("distributed")
    except ImportError as error:
        raise SpokenError(Message("national.no_dask")) from error


def _configured() -> Any:
    return import_module("dask").config.set(CONFIG)


@contextmanager
def _client(workers: Workers) -> Iterator[Any]:
    distributed = _distributed()
    with _configured():
        if workers.scheduler is not None:
            try:
                client = distributed.Client(workers.scheduler, timeout="10s", set_as_default=False)
            except (OSError, ValueError) as error:
                raise SpokenError(Message("national.no_scheduler")) from error
            with client:
                yield client
            return
        with (
            distributed.LocalCluster(
                n_workers=workers.count,
                threads_per_worker=1,
                processes=True,
                memory_limit=workers.memory,
                dashboard_address=None,
                host="127.0.0.1",
                silence_logs=_SILENT,
            ) as cluster,
            distributed.Client(cluster, set_as_default=False) as client,
        ):
            yield client


CONFIG: Final = {
    "distributed.scheduler.allowed-failures": DEATHS,
    "distributed.worker.memory.spill": False,
    "distributed.worker.memory.target": False,
    "distributed.worker.memory.pause": 0.9,
    "distributed.worker.memory.terminate": 0.98,
    # One core a process: libraries of their own threads would only stand in each other's way.
    "distributed.nanny.pre-spawn-environ.OMP_NUM_THREADS": 1,
    "distributed.nanny.pre-spawn-environ.OPENBLAS_NUM_THREADS": 1,
}
"""What is asked of Dask; a test that makes its own cluster asks the same."""
