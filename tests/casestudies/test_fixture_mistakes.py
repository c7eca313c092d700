"""Reading the fixtures: a mistake is answered with where it is and what to do."""

import re
from pathlib import Path

import pytest

from casestudies.imports import fixtures
from casestudies.imports.records import Refused


@pytest.fixture
def folder(tmp_path):
    """One record of each of a few kinds, which a test may spoil."""
    (tmp_path / "case-studies").mkdir()
    write(tmp_path, "regions.toml", '[london]\nname = "London"')
    write(tmp_path, "services.toml", '[police]\nname = "Police"\n[fire]\nname = "Fire and rescue"')
    write(tmp_path, "collaboration-types.toml", '[prevention]\nname = "Prevention"')
    write(tmp_path, "organisations.toml", '[kent-police]\nname = "Kent Police"\nkind = "police"')
    write(tmp_path, "case-studies/drones.toml", STUDY)
    return tmp_path


STUDY = """
title = "Drones"
summary = "Police and fire share a drone."
what_happened = \"""
It began
in spring.

It went on.
\"""
region = "london"
services = ["police", "fire"]
types = ["prevention"]
started = 2014-05-01

[[partners]]
organisation = "kent-police"

[[outcomes]]
text = "It flew."
evidence = "reported"

[[sources]]
title = "A page"
url = "https://example.org/drones"
date = "2015"
"""


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


def test_wrapped_text_is_joined_and_an_empty_line_begins_a_paragraph(folder):
    study = next(r for r in fixtures.read(folder) if r.shape.kind == "case-study").document
    assert study["what_happened"] == "It began in spring.\n\nIt went on."


def test_defaults_are_filled_in_and_dates_may_stand_without_quotes(folder):
    study = next(r for r in fixtures.read(folder) if r.shape.kind == "case-study").document
    assert study["status"] == "unknown"
    assert study["started"] == "2014-05-01"
    assert study["partners"] == [{"organisation": "kent-police", "role": "partner"}]


DRONES = "case-studies/drones.toml"

MISTAKES = [
    (DRONES, "started = 2014-05-01", "position = 1", "position: There is no such field."),
    (DRONES, 'title = "Drones"', "", "drones.toml: drones: title: This is missing."),
    (DRONES, "title =", "titel =", "titel: There is no such field. Did you mean “title”?"),
    (
        DRONES,
        "evidence =",
        "evidnce =",
        "outcomes 1, evidnce: There is no such field. Did you mean “evidence”?",
    ),
    (DRONES, '"reported"', '"reportd"', "measured, evaluated. Did you mean “reported”?"),
    (
        DRONES,
        'region = "london"',
        'region = "londn"',
        "region: There is no region “londn”. Did you mean “london”?",
    ),
    (DRONES, 'region = "london"', "", "region: This is missing."),
    (
        DRONES,
        '"kent-police"',
        '"kent-polise"',
        "organisation: There is no organisation “kent-polise”. Did you mean “kent-police”?",
    ),
    (DRONES, 'organisation = "kent-police"', "", "partners 1, organisation: This is missing."),
    (
        DRONES,
        '["police", "fire"]',
        '["police", "police"]',
        "services: The same thing is named twice.",
    ),
    (DRONES, '["police", "fire"]', '"police"', "services: Write a list of texts"),
    (DRONES, "started = 2014-05-01", "started = 2014", "started: Write it in quotes."),
    (
        DRONES,
        "started = 2014-05-01",
        'started = "May 2014"',
        "started: Enter a year, a month or a day",
    ),
    (
        DRONES,
        "started = 2014-05-01",
        'in_2014_overview = "yes"',
        "in_2014_overview: Write true or false",
    ),
    (DRONES, "started = 2014-05-01", 'status = "over"', "status: “over” is not one of planned"),
    (DRONES, '"https://example.org/drones"', '"example"', "sources 1, url: Enter a valid URL."),
    (
        DRONES,
        '"A page"',
        f'"{"x" * 301}"',
        "sources 1, title: Ensure this value has at most 300 characters",
    ),
    (DRONES, "[[sources]]", "[sources]", "sources: Write each of them under [[sources]]."),
    (
        DRONES,
        "[[outcomes]]",
        '[[savings]]\nlow = "much"\n[[outcomes]]',
        "savings 1, low: Write a whole number",
    ),
    (
        DRONES,
        "[[outcomes]]",
        '[[partners]]\norganisation = "kent-police"\n[[outcomes]]',
        "partners 2: “kent-police” stands there already.",
    ),
    (
        DRONES,
        "[[outcomes]]",
        '[[relations]]\nkind = "merged-into"\nother = "drones"\n[[outcomes]]',
        "relations: “merged-into” goes round in a circle.",
    ),
    (DRONES, 'title = "Drones"', "title = Drones", "drones.toml: This is not TOML"),
    (
        "organisations.toml",
        'kind = "police"',
        "",
        "organisations.toml: kent-police: kind: This is missing.",
    ),
    (
        "services.toml",
        '"Fire and rescue"',
        '"Police"',
        "services.toml: fire: name: “Police” stands in police too.",
    ),
    (
        "services.toml",
        "[fire]",
        '[fire]\nformer_slugs = ["police"]',
        "“police” stands in police too.",
    ),
    (
        "services.toml",
        "[fire]",
        "[fire]\nposition = 1",
        "position: Its place in the file says this.",
    ),
    ("services.toml", "[police]", "[Police!]", "services.toml: This is not TOML"),
    ("regions.toml", "[london]", "", "regions.toml: name: This stands outside a record"),
]


@pytest.mark.parametrize("name, right, wrong, answer", MISTAKES)
def test_a_mistake_is_named_with_its_file_record_and_field(folder, name, right, wrong, answer):
    text = (folder / name).read_text("utf-8")
    assert right in text
    write(folder, name, text.replace(right, wrong, 1))
    with pytest.raises(Refused, match=re.escape(answer)):
        fixtures.read(folder)


def test_all_mistakes_are_named_at_once(folder):
    write(folder, DRONES, STUDY.replace('title = "D', 'titel = "D').replace('"reported"', '"yes"'))
    with pytest.raises(Refused) as refused:
        fixtures.read(folder)
    assert len(refused.value.problems) == 3


def test_a_file_that_nobody_would_read_is_a_mistake(folder):
    write(folder, "organizations.toml", "")
    with pytest.raises(Refused, match=r"No file has this name. Did you mean “organisations.toml”"):
        fixtures.read(folder)
    (folder / "organizations.toml").unlink()
    write(folder, "case-studies/drones.txt", "")
    with pytest.raises(Refused, match=r"Only files that end in .toml are read here."):
        fixtures.read(folder)


def test_a_file_in_another_encoding_is_a_mistake(folder):
    (folder / DRONES).write_bytes("title = “Café”".encode("cp1252"))
    with pytest.raises(Refused, match="Save it as UTF-8"):
        fixtures.read(folder)


def test_an_empty_folder_is_a_mistake(tmp_path):
    with pytest.raises(Refused, match="There is no content in this folder"):
        fixtures.read(tmp_path)
    with pytest.raises(Refused, match="There is no such folder"):
        fixtures.read(tmp_path / "nowhere")


def test_a_neighbour_that_is_named_from_one_side_only_is_a_mistake(folder):
    area = '[{0}]\nname = "{0}"\ncode = "{1}"\nregion = "london"\ncolumn = {2}\nrow = 0\n'
    both = (
        area.format("kent", "KEN", 0) + 'neighbours = ["essex"]\n' + area.format("essex", "ESX", 1)
    )
    write(folder, "force-areas.toml", both)
    with pytest.raises(Refused, match="kent: neighbours: It names “essex”, which does not name it"):
        fixtures.read(folder)
    write(folder, "force-areas.toml", both + 'neighbours = ["kent"]\n')
    assert fixtures.read(folder)
