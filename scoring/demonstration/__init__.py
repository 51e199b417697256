"""A register full of life, made of one seed. Everything in it is invented, and says so."""
