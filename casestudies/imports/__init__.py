"""Content from outside: records are read, planned against what is there, and applied whole.

`shapes` says what a record of each kind holds; `documents` writes one out, `records` checks one
that came in, `together` checks all of them, `fixtures` reads the files; `plan` decides what each
would change, and `apply` changes it.
"""
