"""The procedure of the regulation as pure functions: eligibility, steps, draw, notice, validity, sanctions."""
