"""The rule book: what law, standard and the year's round lay down. Computes no score."""
