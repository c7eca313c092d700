"""Reads the files of `fixtures/`: all of them, before anything is done with one."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from casestudies.imports import together
from casestudies.imports.records import Problem, Reader, Record, Refused, near
from casestudies.imports.shapes import CASE_STUDY, SHAPES, Shape

CASE_STUDIES = "case-studies"
FILES = {
    "regions.toml": "region",
    "services.toml": "service",
    "collaboration-types.toml": "collaboration-type",
    "force-areas.toml": "force-area",
    "organisations.toml": "organisation",
    "success-factors.toml": "success-factor",
    "national-programmes.toml": "national-programme",
    "funding-streams.toml": "funding-stream",
    "guidance-pages.toml": "guidance-page",
    "toolkit.toml": "resource",
    "glossary.toml": "glossary-term",
    "search-words.toml": "search-term",
}


def read(folder: Path) -> list[Record]:
    """The records of a folder, or `Refused` with everything that is wrong in it."""
    if not folder.is_dir():
        raise Refused([Problem(str(folder), "", "", "There is no such folder.")])
    reader = Reader()
    records = []
    for shape, file, key, given in _tables(folder, reader.problems):
        records.append(reader.read(shape, key, given, file))
    if not records and not reader.problems:
        raise Refused([Problem(str(folder), "", "", "There is no content in this folder.")])
    if reader.problems:
        # What belongs together is looked at when each is right by itself: one cause, one message.
        raise Refused(reader.problems)
    if problems := list(together.problems(records)):
        raise Refused(problems)
    return records


def _tables(
    folder: Path, problems: list[Problem]
) -> Iterator[tuple[Shape, str, str, dict[str, Any]]]:
    """Every record as it is written, in the order in which they can be stored."""
    _check_names(folder, problems)
    files = {kind: name for name, kind in FILES.items()}
    for shape in SHAPES:
        if shape is CASE_STUDY:
            for path in sorted((folder / CASE_STUDIES).glob("*.toml")):
                file = f"{CASE_STUDIES}/{path.name}"
                if (given := _parse(path, file, problems)) is not None:
                    yield shape, file, path.stem, given
            continue
        file = files[shape.kind]
        if (folder / file).exists():
            yield from _tables_of(folder / file, file, shape, problems)


def _tables_of(
    path: Path, file: str, shape: Shape, problems: list[Problem]
) -> Iterator[tuple[Shape, str, str, dict[str, Any]]]:
    for n, (key, given) in enumerate((_parse(path, file, problems) or {}).items(), start=1):
        if not isinstance(given, dict):
            problems.append(Problem(file, "", key, "This stands outside a record: [its-address]."))
            continue
        if shape.numbered:
            if "position" in given:
                problems.append(Problem(file, key, "position", "Its place in the file says this."))
            given["position"] = n
        yield shape, file, key, given


def _check_names(folder: Path, problems: list[Problem]) -> None:
    """A file that would not be read is a mistake, most often in its name."""
    for path in sorted(folder.glob("*.toml")):
        if path.name not in FILES:
            message = f"No file has this name.{near(path.name, FILES)}"
            problems.append(Problem(path.name, "", "", message))
    for path in sorted((folder / CASE_STUDIES).glob("*")):
        if path.suffix != ".toml":
            message = "Only files that end in .toml are read here."
            problems.append(Problem(f"{CASE_STUDIES}/{path.name}", "", "", message))


def _parse(path: Path, file: str, problems: list[Problem]) -> dict[str, Any] | None:
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
        return {key: _joined(value) for key, value in tables.items()}
    except UnicodeDecodeError:
        problems.append(Problem(file, "", "", "This is not UTF-8 text. Save it as UTF-8."))
    except tomllib.TOMLDecodeError as error:
        problems.append(Problem(file, "", "", f"This is not TOML: {error}."))
    return None


def _joined(value: Any) -> Any:
    """Text may be wrapped: a line's end is a space, an empty line begins a new paragraph."""
    if isinstance(value, dict):
        return {key: _joined(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_joined(item) for item in value]
    if not isinstance(value, str):
        return value
    paragraphs = re.split(r"\n\s*\n", value.strip())
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
