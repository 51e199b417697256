"""How well marks tell applications apart, where the error comes from, and how many experts it takes.

Generalizability theory (Cronbach, Gleser, Nanda & Rajaratnam 1972; Brennan 2001). A G study (`g_study`) splits the
variance of the marks into components; a D study (`d_study`) says what they mean for a panel of a given size.
"""
