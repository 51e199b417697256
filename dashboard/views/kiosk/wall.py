"""What hangs in the hall: a screen that is paired by a code and then shows frames of the sitting, and nothing else."""

from __future__ import annotations

from dashboard.parts import wall_screen

wall_screen.draw()
