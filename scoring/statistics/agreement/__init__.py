"""How far experts agree, and how well marks tell applications apart. One statistic a file, thousands of panels at once.

Every function takes marks of shape (..., n_applications, n_experts), ``nan`` where there is none, and answers with an
`Agreement` of shape (...): one value a panel, with its limits, its counts and, where it is undefined, its reason.
"""
