"""Signing in: a code by mail, a second step for those who have set one up, and nothing else.

Built on django-allauth, of which only the pages in `urls.py` can be reached. Nobody has a password.
Why so: docs/decisions/0019.
"""
