"""Every figure of the page is what the rows of the database say, asked by another road."""

import csv
import io
from collections import Counter

import pytest
from django.http import QueryDict

from casestudies.directory import Directory
from casestudies.insights import CHARTS, Insights
from casestudies.insights.csv import as_csv
from casestudies.models import CaseStudy, Saving
from tests.casestudies.insights import by_hand, world
from tests.promises import oracle

QUESTIONS = 18
COUNTED = ("types", "services", "regions", "areas", "together", "years", "evidence")


@pytest.fixture
def directory(db):
    world.build()


def ask(query: str) -> Insights:
    return Insights(Directory(QueryDict(query)), world.TODAY)


def numbers(chart) -> dict[str, int]:
    """The rows of a table by their first cell, with the first number of each."""
    return {
        row[0].text: next(int(cell.text) for cell in row if cell.is_number)
        for row in chart.table.rows
    }


def listed(url: str) -> Directory:
    assert url.startswith("/case-studies/")
    return Directory(QueryDict(url.partition("?")[2]))


def test_each_figure_is_counted_again_from_the_database(directory):
    seen = Counter()
    for query in world.questions(QUESTIONS):
        picture = ask(query)
        studies = oracle.found(picture.schemes.directory)
        assert studies.count() == picture.schemes.whole, query
        for name in COUNTED:
            expected = getattr(by_hand, name)(studies)
            assert numbers(picture.chart(name)) == expected, (query, name)
            seen[name] += sum(expected.values())
        pairs = {
            tuple(cell.text for cell in row[:2]): int(row[2].text)
            for row in picture.chart("organisations").table.rows
        }
        assert pairs == by_hand.organisations(studies), query
        assert in_time(picture, studies), query
        brief = [figure.number for figure in picture.in_brief]
        assert brief == brief_by_hand(studies), query
    assert min(seen.values()) > QUESTIONS  # it did look at something


def in_time(picture, studies) -> bool:
    *lately, due, never = numbers(picture.chart("confirmed")).values()
    assert (sum(lately), due, never) == by_hand.confirmed(studies, world.TODAY)
    added, updated = by_hand.growth(studies)
    rows = [[cell.text for cell in row] for row in picture.chart("growth").table.rows]
    assert {when: int(new) for when, new, _all, _later in rows if new != "0"} == dict(added)
    assert {when: int(later) for when, _n, _all, later in rows if later != "0"} == dict(updated)
    assert not rows or int(rows[-1][2]) == picture.schemes.whole
    return True


def brief_by_hand(studies) -> list[int]:
    whole = list(studies)
    return [
        sum(study.services.count() > 2 for study in whole),
        sum(study.outcomes.filter(evidence__gte=3).exists() for study in whole),
        sum(study.savings.filter(low__isnull=False).exists() for study in whole),
        sum(study.freshness(world.TODAY) == "ok" for study in whole),
    ]


def test_totals_of_savings_are_summed_again_from_the_database(directory):
    added = 0
    for query in world.questions(QUESTIONS):
        picture = ask(query)
        studies = oracle.found(picture.schemes.directory)
        totals = {
            (row[0].text, row[1].text): tuple(
                int(cell.value or cell.text) if cell.text != "Not added" else 0 for cell in row[2:5]
            )
            for row in picture.chart("savings").table.rows
        }
        assert totals == by_hand.savings(studies), query
        added += len(totals)
        # And they open into all that is recorded, each once
        rows = picture.chart("figures").table.rows
        assert len(rows) == Saving.objects.filter(study__in=studies).count()
        yes = Counter((row[1].text, row[2].text) for row in rows if row[8].text == "yes")
        assert yes == Counter({key: n for key, (n, _low, _high) in totals.items()})
    assert added > QUESTIONS


def test_each_link_leads_to_the_list_that_its_figure_counts(directory):
    followed = Counter()
    for query in world.questions(QUESTIONS):
        picture = ask(query)
        inside = set(picture.schemes.directory.pks())
        for name in (*COUNTED, "savings"):
            chart = picture.chart(name)
            cells = [cell for row in chart.table.rows for cell in row if cell.is_number]
            said = [(cell.text, cell.url) for cell in cells] + [
                (bar.words, bar.url) for bar in chart.bars
            ]
            if "lines" in chart.parts:
                squares = [square for line in chart.parts["lines"] for square in line.squares]
                said += [(str(square.count), square.url) for square in squares]
            if "url" in chart.parts:
                said.append((str(chart.parts["number"]), chart.parts["url"]))
            for count, url in said:
                if url:
                    then = listed(url)
                    assert str(then.count) == count, (query, name, url)
                    assert set(then.pks()) <= inside, (query, name, url)
                    followed[name] += 1
    assert set(followed) == {*COUNTED, "savings"}


def test_of_the_whole_directory_every_figure_with_a_list_leads_to_it(directory):
    picture = ask("")
    for name in ("types", "services", "regions", "areas", "together"):
        for row in picture.chart(name).table.rows:
            cell = next(cell for cell in row if cell.is_number)
            assert bool(cell.url) == (cell.text != "0"), (name, row)


def test_a_file_holds_the_table_and_says_what_it_is(directory):
    for query in ("", "service=police&service=fire", "q=zzzzz"):
        picture = ask(query)
        for name in CHARTS:
            chart = picture.chart(name)
            text = as_csv(chart, picture.schemes, lambda path: f"https://example.org{path}")
            lines = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
            end = lines.index([])
            shielded = [
                [one.replace("=", "'=", 1) if one[:1] == "=" else one for one in row]
                for row in ([cell.in_file for cell in row] for row in chart.table.rows)
            ]
            assert lines[1:end] == shielded, name
            about = dict(lines[end + 1 :])
            assert about["Question"] == chart.question
            assert about["Schemes counted"] == str(picture.schemes.whole)
            assert about["Counted on"] == "23 November 2026"
            assert "open-government-licence" in about["Licence"]
            assert about["List of these schemes"].endswith(picture.schemes.directory.filter_url)


def test_no_cell_begins_a_formula(directory):
    picture = ask("")
    for name in ("organisations", "figures"):
        text = as_csv(picture.chart(name), picture.schemes, lambda path: path)
        cells = [cell for line in csv.reader(io.StringIO(text)) for cell in line]
        assert any("'=" in cell for cell in cells), name
        assert not [cell for cell in cells if cell.startswith("=")]


def test_what_is_not_published_changes_no_figure(directory):
    def everything():
        picture = ask("")
        return {name: (picture.chart(name).says, picture.chart(name).table) for name in CHARTS}

    hidden = CaseStudy.objects.exclude(state="published")
    assert {study.state for study in hidden} == {"draft", "in-review", "archived"}
    before = everything()
    for study in hidden:
        study.delete()
    assert everything() == before
