"""What search engines, browsers and reference managers read: never more than people do.

`sitemap` says which pages there are and when each last changed, `robots` which addresses are not
worth asking for, `security` whom to tell of a weakness, `linked` what a page is about in the words
of schema.org, `opensearch` how a browser searches here.
"""
