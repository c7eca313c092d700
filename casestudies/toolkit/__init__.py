"""The toolkit: documents made of their own preview page, and files that take their place.

`papers` puts together what a document says, `word` and `workbook` make a file of it, `handing`
hands out that or a Publisher's file; `looking` looks into such a file and `replacing` takes it.
"""
