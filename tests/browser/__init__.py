"""Tests in a real browser: Chromium, as the system installs it."""

import shutil


def chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


def missing() -> str | None:
    """Why browser tests cannot run here, if they cannot."""
    return None if chromium() else "no Chromium: apt-get install chromium"
