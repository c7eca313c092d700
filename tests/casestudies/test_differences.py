"""What differs between two documents, as an editor reads it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casestudies.differences import What, between
from casestudies.imports.documents import to_document
from casestudies.imports.shapes import BY_KIND, CASE_STUDY
from casestudies.lines import changed_lines
from casestudies.models import CaseStudy, OldSlug, Organisation
from casestudies.named import Named
from casestudies.word_marks import Kind
from tests.factories import make_organisation, make_services, make_study

pytestmark = pytest.mark.django_db

ROWS = {rows.name: rows for rows in CASE_STUDY.rows}
MARKS = {Kind.SAME: "{}", Kind.GONE: "[-{}-]", Kind.NEW: "{{+{}+}}"}


def marked(pieces):
    return "".join(MARKS[piece.kind].format(piece.text) for piece in pieces)


def in_short(differences):
    """`{field: [(what became of it, which line, {value: marked words})]}`"""
    return {
        found.name: [
            (str(line.what), line.title, {t.name: marked(t.pieces) for t in line.texts})
            for line in found.lines
        ]
        for found in differences
    }


@pytest.mark.parametrize(
    "before, after, said",
    [
        ({"summary": "Same"}, {"summary": "Same"}, {}),
        (
            {"summary": "Two crews share it."},
            {"summary": "Three crews share it."},
            {"summary": ("changed", "[-Two-]{+Three+} crews share it.")},
        ),
        ({}, {"place": "Margate"}, {"place": ("added", "{+Margate+}")}),
        ({"place": "Margate"}, {}, {"place": ("removed", "[-Margate-]")}),
        (
            {"status": "pilot", "started": "2012"},
            {"status": "live", "started": "2012-05"},
            {
                "status": ("changed", "[-Pilot-]{+Live+}"),
                "started": ("changed", "[-2012-]{+May 2012+}"),
            },
        ),
        ({}, {"in_2014_overview": True}, {"in_2014_overview": ("changed", "[-No-]{+Yes+}")}),
        (
            {"verified_on": "2026-05-31"},
            {"verified_on": "2026-06-01"},
            {"verified_on": ("changed", "[-31 May 2026-]{+1 June 2026+}")},
        ),
        # What the house wrote before its fields were called as they are now
        ({"strapline": "Old"}, {}, {"strapline": ("removed", "[-Old-]")}),
        ({"started": "some day"}, {}, {"started": ("removed", "[-some day-]")}),
    ],
)
def test_values_are_compared_as_an_editor_reads_them(before, after, said):
    found = in_short(between(before, after))
    assert {name: (line[0], *line[2].values()) for name, (line,) in found.items()} == said


def test_a_field_of_several_marks_each_by_its_name():
    make_services("police", "fire", "ambulance")
    (found,) = between({"services": ["fire", "police"]}, {"services": ["ambulance", "police"]})
    (text,) = found.lines[0].texts
    assert (found.name, found.label) == ("services", "Services")
    assert marked(text.marked_before) == "[-Fire and rescue-], Police"
    assert marked(text.marked_after) == "{+Ambulance+}, Police"
    assert (text.before, text.after) == ("Fire and rescue, Police", "Ambulance, Police")


@pytest.mark.parametrize(
    "name, before, after, said",
    [
        (
            "outcomes",
            [{"text": "Faster help for 200 people.", "evidence": "described"}],
            [{"text": "Faster help for 250 people.", "evidence": "measured"}],
            [
                (
                    "changed",
                    "Outcome 1",
                    {
                        "text": "Faster help for [-200-]{+250+} people.",
                        "evidence": "[-Described-]{+Measured+}",
                    },
                )
            ],
        ),
        (
            "lessons",
            [{"kind": "helped", "text": "Start small."}],
            [
                {"kind": "hard", "text": "Two radio systems at once."},
                {"kind": "helped", "text": "Start small."},
            ],
            [
                (
                    "added",
                    "Lesson 1",
                    {"kind": "{+What was hard+}", "text": "{+Two radio systems at once.+}"},
                )
            ],
        ),
        (
            "savings",
            [{"covers": "Rent", "low": 300000, "per": "yearly"}],
            [{"covers": "Rent", "low": 1300000, "per": "yearly"}],
            [("changed", "Saving 1", {"low": "[-£300,000-]{+£1,300,000+}"})],
        ),
        (
            "sources",
            [{"title": "A report", "url": "https://a.example/", "date": "2012"}],
            [{"title": "The annual report", "url": "https://a.example/", "date": "2012-05"}],
            [
                (
                    "changed",
                    "Source 1: The annual report",
                    {"title": "[-A-]{+The annual+} report", "date": "[-2012-]{+May 2012+}"},
                )
            ],
        ),
        (
            "needs",
            [{"kind": "staff", "text": "One"}, {"kind": "law", "text": "Two"}],
            [{"kind": "law", "text": "Two"}, {"kind": "staff", "text": "One"}],
            [("moved", "Need 2", {})],
        ),
        ("caveats", [{"kind": "weak", "text": "One page."}], [], None),
        ("fundings", [], [{"description": "£1 million"}], None),
    ],
)
def test_lines_are_compared_with_the_line_they_became(name, before, after, said):
    found = in_short(between({name: before}, {name: after}))
    if said is None:
        assert len(found[name]) == 1
    else:
        assert found == {name: said}


def test_the_same_partner_is_one_line_whatever_became_of_it():
    make_organisation("Kent Police", kind="police")
    make_organisation("Kent County Council")
    before = [{"organisation": "kent-police", "role": "partner"}]
    after = [
        {"organisation": "kent-county-council", "role": "lead"},
        {"organisation": "kent-police", "role": "partner", "part_played": "Gives two cars"},
    ]
    found = in_short(between({"partners": before}, {"partners": after}))
    assert found["partners"] == [
        (
            "added",
            "Organisation 1: Kent County Council",
            {"organisation": "{+Kent County Council+}", "role": "{+Lead+}"},
        ),
        ("changed", "Organisation 2: Kent Police", {"part_played": "{+Gives two cars+}"}),
    ]


def test_relations_and_factors_are_named():
    make_study("Older scheme", slug="older")
    found = in_short(
        between(
            {"factors_shown": [{"factor": "trust", "reason": "They met weekly."}]},
            {"relations": [{"kind": "adapted-from", "other": "older"}]},
        )
    )
    assert found["relations"][0][1] == "Related scheme 1: Older scheme"
    assert found["relations"][0][2]["kind"] == "{+Adapted from+}"
    # What is gone is still named, by its key in words
    assert found["factors_shown"][0][1] == "Factor or barrier 1: trust"


def test_what_only_changed_its_address_is_no_difference():
    kent = make_organisation("Kent Police", slug="kent-police")
    kent.slug = "police-in-kent"
    kent.save()
    was = {"partners": [{"organisation": "kent-police", "role": "lead"}]}
    now = {"partners": [{"organisation": "police-in-kent", "role": "lead"}]}
    assert between(was, now) == []
    named = Named(was)
    assert named.current("organisation", "kent-police") == "police-in-kent"
    assert named.followed(was) == now


def test_what_an_old_address_led_to_may_be_gone():
    OldSlug.objects.create(kind="organisation", slug="gone-police", target_id=999_999)
    named = Named({"partners": [{"organisation": "gone-police"}]})
    assert named.thing("organisation", "gone-police") is None
    assert named.called("organisation", "gone-police") == "gone police"


def test_what_some_may_not_see_is_not_named_to_them():
    make_study("Secret scheme", slug="secret", state="draft")
    document = {"relations": [{"kind": "adapted-from", "other": "secret"}]}
    published = {"case-study": CaseStudy.objects.published()}
    assert Named(document).called("case-study", "secret") == "Secret scheme"
    assert Named(document, among=published).thing("case-study", "secret") is None


def test_other_shapes_are_compared_too():
    shape = BY_KIND["organisation"]
    found = in_short(
        between(
            {"name": "Kent Police", "kind": "police", "former_names": ["Kent Constabulary"]},
            {"name": "Kent Police", "kind": "other", "former_names": []},
            shape=shape,
        )
    )
    assert found["kind"][0][2] == {"kind": "[-Police-]{+Other+}"}
    assert found["former_names"] == [
        ("removed", "Former names 1", {"name": "[-Kent Constabulary-]"})
    ]


def test_comparing_costs_a_fixed_number_of_queries(django_assert_num_queries):
    few = make_study("Few", organisations=["One", "Two"])
    many = make_study("Many", organisations=[f"Body {n}" for n in range(30)])
    documents = [to_document(study) for study in (few, many)]
    with django_assert_num_queries(4):  # services, types, regions, organisations
        named = Named(*documents)
    with django_assert_num_queries(0):
        assert between(*documents, named=named)
    assert Organisation.objects.count() == 32


LINES = st.lists(
    st.fixed_dictionaries(
        {"kind": st.sampled_from(["helped", "hard"]), "text": st.text("ab cd", max_size=8)}
    ),
    max_size=8,
)


@given(before=LINES, after=LINES)
@settings(max_examples=200)
def test_no_line_is_lost_or_counted_twice(before, after):
    changes = changed_lines(before, after, ROWS["lessons"])
    was = [change.places[0] for change in changes if change.places[0]]
    now = [change.places[1] for change in changes if change.places[1]]
    assert len(was) == len(set(was))
    assert len(now) == len(set(now))
    # What is not among the changes is the same on both sides, in the same order
    stays = [line for n, line in enumerate(before, 1) if n not in was]
    assert stays == [line for n, line in enumerate(after, 1) if n not in now]
    for change in changes:
        assert change.before == (before[change.places[0] - 1] if change.places[0] else None)
        assert change.after == (after[change.places[1] - 1] if change.places[1] else None)


@pytest.mark.parametrize(
    "document",
    [
        {"outcomes": "no list"},
        {"outcomes": ["no line", 3, None]},
        {"partners": [{"organisation": ["a", "list"]}]},
        {"partners": [{"role": "lead"}]},
        {"services": "police"},
        {"services": [3, None]},
        {"region": ["kent"]},
        {"savings": [{"low": "much", "per": ["x"], "strange": {"a": 1}}]},
        {"status": 7, "title": ["x"], "verified_on": "never"},
    ],
)
def test_a_document_of_another_time_is_shown_as_it_is(document):
    for found in [*between(document, {}), *between({}, document)]:
        assert found.label
        for line in found.lines:
            assert line.what in What
            for text in line.texts:
                assert isinstance(marked(text.pieces), str)
