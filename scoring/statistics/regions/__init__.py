"""Regions beside one another, small numbers told as small. One statistic a file, thousands of regions at once.

Functions take arrays of counts, regions along the last axis unless they say otherwise, and answer with arrays of the
same shape. What is undefined is ``nan`` with a `RegionReason`. No two regions are put in an order that chance could
have made.
"""
