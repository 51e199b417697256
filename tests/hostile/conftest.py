"""The corpus, and the makers of registers, loaded by their paths: tests are no package."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

_HERE = Path(__file__).parent


def _loaded(name: str, file: Path) -> None:
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, file)
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])


_loaded("hostile_corpus", _HERE / "corpus.py")
for _name in ("straight", "procedure_register"):
    _loaded(_name, _HERE.parent / "dashboard" / f"{_name}.py")
