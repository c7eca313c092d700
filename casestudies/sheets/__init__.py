"""Spreadsheets in and out, of case studies and of organisations.

`layout` says which sheets and columns there are, made from the shapes of `casestudies.imports`.
Out: `writing` writes entries, and empty templates, as a workbook or as one table of text.
In: `reading` makes `entries` of a file (`workbook` and `table` are the two kinds of file,
`headings` and `cells` what stands in them, `bounds` how much is read at all). `words` knows what
entries may name, and `checking` finds the `steps`: what each would change of what is `stored`.
`jobs` takes a file through all of it, and `applying` does what was agreed, all or nothing. No case
study becomes public here: it is a draft, or a pending version.
"""
