"""The procedure's register, loaded by its path: tests are no package."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path


def _loaded(name: str) -> None:
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).parents[3] / "dashboard" / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])


_loaded("straight")
_loaded("procedure_register")
