"""Who scores what, drawn by lot: conflicts of interest, the constraints, an optimiser, a check without it.

`conflicts`  who must not score whom, and why
`model`      what a draw is made of, as it is recorded
`solve`      panels from a seed, by SciPy's HiGHS
`explain`    why there are no panels, how many are short, what to do
`verify`     recorded panels held against their constraints, without solving again
"""
