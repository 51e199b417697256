"""The files of results of one block: written beside, and renamed when all of the block is done."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from scoring.distributed.beside import beside
from scoring.distributed.layout import METADATA
from scoring.distributed.manifest import FAMILIES, file_digest, result_path
from scoring.distributed.results import PieceTables
from scoring.distributed.scheme import Scheme

_LEVEL: Final = 1


class ResultFiles:
    """A Parquet file for each family, with a row group for each piece, so that it is read back as piecemeal."""

    def __init__(self, to: Path, block: str, scheme: Scheme) -> None:
        self._to, self._block = to, block
        self._told = {
            METADATA: json.dumps(
                {"round_id": scheme.round_id, "decimals": scheme.decimals, "grades": ["none", *scheme.grades]}
            ).encode()
        }
        self._writers: dict[str, Any] = {}

    def __enter__(self) -> ResultFiles:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take away what was not finished."""
        for family, writer in self._writers.items():
            with suppress(OSError):
                writer.close()
            with suppress(OSError):
                self._beside(family).unlink()

    def write(self, tables: PieceTables) -> None:
        """Add the results of a piece."""
        from pyarrow import parquet

        for family in FAMILIES:
            table = getattr(tables, family)
            if family not in self._writers:
                path = self._beside(family)
                path.parent.mkdir(parents=True, exist_ok=True)
                schema = table.schema.with_metadata(self._told)
                self._writers[family] = parquet.ParquetWriter(
                    path, schema, compression="zstd", compression_level=_LEVEL, write_statistics=False
                )
            writer = self._writers[family]
            writer.write_table(table.replace_schema_metadata(self._told))

    def finish(self) -> dict[str, str]:
        """Close the files, give them their names, and return the digest of each."""
        digests = {}
        for family in FAMILIES:
            self._writers.pop(family).close()
            half, path = self._beside(family), result_path(self._to, family, self._block)
            digests[family] = file_digest(half)
            with half.open("rb") as stream:
                os.fsync(stream.fileno())
            half.replace(path)
        return digests

    def _beside(self, family: str) -> Path:
        return beside(result_path(self._to, family, self._block))
