"""The same pure functions, block by block: a province a file, any number of processes, one answer.

Nothing here computes a statistic. A block is read in pieces of whole panels, checked, put into stacks of panels alike,
and given to `scoring.statistics`; what comes out is written beside it. Blocks are put together in whole numbers, or in
the order of their names, so that no number depends on how many processes there were or which was first.
"""
