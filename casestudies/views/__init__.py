"""Thin doors to the pages: fetch, ask, answer."""
