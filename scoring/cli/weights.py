"""``weights ahp | best-worst | swing | entropy | critic | deviation | combine | sensitivity``."""

from __future__ import annotations

from typing import Final

from scoring.cli.frame import Commands, language_option

TABLE: Final = {
    "ahp": "scoring.cli.weights_judged:ahp_",
    "best-worst": "scoring.cli.weights_judged:best_worst_",
    "swing": "scoring.cli.weights_judged:swing_",
    "entropy": "scoring.cli.weights_marks:entropy_",
    "critic": "scoring.cli.weights_marks:critic_",
    "deviation": "scoring.cli.weights_marks:deviation_",
    "combine": "scoring.cli.weights_combined:combine_",
    "sensitivity": "scoring.cli.weights_sensitivity:sensitivity_",
}
group = Commands("weights", TABLE, params=[language_option()])
