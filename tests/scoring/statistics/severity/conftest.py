"""Panels that all tests of severity share."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

if "severity_panels" not in sys.modules:
    spec = importlib.util.spec_from_file_location("severity_panels", Path(__file__).parent / "severity_panels.py")
    assert spec is not None
    assert spec.loader is not None
    sys.modules["severity_panels"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules["severity_panels"])
