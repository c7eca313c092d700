"""How quick and how good the directory is, measured: see README.md."""
