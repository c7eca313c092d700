"""The tests. `make test` runs `python -m tests`; `pytest tests/kernel` runs a part, on SQLite."""
