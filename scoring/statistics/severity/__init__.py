"""How strict each expert is, and totals from which that is taken out."""
