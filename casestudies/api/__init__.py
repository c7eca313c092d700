"""`/api/v1/`: what the pages say, for programs. Read only, and promised not to change.

`endpoints` is the one table of what there is; the addresses, the OpenAPI document and the page
`/api/` are made of it, with the shapes in `schemas`. `answers` finds, `records` and `lists` write
down. `door` is what every address has in common: methods, limit, validators, refusals. `middleware`
puts on every answer below `/api/` what the rest of the site could not know about.
"""
