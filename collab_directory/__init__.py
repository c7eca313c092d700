"""Composition and kernel: what both apps need and neither owns."""
