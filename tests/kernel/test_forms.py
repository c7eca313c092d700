"""The renderer's wiring: label, hint, error and control know one another."""

import re

import pytest

from collab_directory.gallery import Example


@pytest.fixture
def right():
    return Example().render()


@pytest.fixture
def wrong():
    return Example(data={"message": "x" * 1501, "phone": "01234"}).render()


def control(html, name):
    return re.search(rf'<(?:input|textarea|select)[^>]*name="{name}"[^>]*>', html)[0]


def test_the_site_draws_forms_with_our_renderer(settings):
    assert settings.FORM_RENDERER == "collab_directory.forms.Renderer"


def test_a_form_without_errors_has_no_summary(right):
    assert "data-error-summary" not in right


def test_the_summary_comes_first_and_leads_to_each_field(wrong):
    assert wrong.index("data-error-summary") < wrong.index("<label")
    summary = wrong[: wrong.index("</ul>")]
    links = re.findall(r'<a href="#(\w+)">([^<]+)</a>', summary)
    assert links[0] == ("id_organisation", "Enter your organisation")
    assert ("id_why_0", "Choose why you are getting in touch") in links
    ids = set(re.findall(r'id="(\w+)"', wrong))
    assert {target for target, _ in links} <= ids


@pytest.mark.parametrize(
    "name, described_by",
    [
        ("organisation", "id_organisation_error"),
        ("email", "id_email_helptext id_email_error"),
        ("message", "id_message_helptext id_message_error"),
    ],
)
def test_a_control_is_described_by_its_hint_and_error(wrong, name, described_by):
    tag = control(wrong, name)
    assert f'aria-describedby="{described_by}"' in tag
    assert 'aria-invalid="true"' in tag
    for id_ in described_by.split():
        assert wrong.count(f'id="{id_}"') == 1


def test_a_hint_without_an_error_still_describes(right):
    assert 'aria-describedby="id_email_helptext"' in control(right, "email")
    assert "aria-invalid" not in right


def test_a_group_is_a_fieldset_with_its_legend_and_error(wrong):
    group = re.search(r'<fieldset[^>]*aria-describedby="id_why_error".*?</fieldset>', wrong, re.S)[
        0
    ]
    assert "<legend" in group
    assert group.count('type="radio"') == 2


def test_every_label_is_for_a_control(right):
    ids = set(re.findall(r'<(?:input|textarea|select)[^>]*id="(\w+)"', right))
    labelled = re.findall(r'<label[^>]*for="(\w+)"', right)
    assert len(labelled) == len(set(labelled))
    assert set(labelled) == ids


def test_what_may_be_left_empty_says_so(right):
    assert re.search(r'for="id_phone">\s*Phone number.*?\(optional\)', right, re.S)
    assert not re.search(r'for="id_organisation">[^/]*\(optional\)', right)


def test_errors_are_marked_by_words_and_not_by_colour_alone(wrong):
    assert wrong.count('<span class="vh">Error: </span>') == 4


def test_long_text_says_how_much_is_left(right):
    assert 'data-counts="id_message" data-max="1500"' in right


def test_what_was_typed_is_kept_and_escaped():
    html = Example(data={"organisation": '"><script>'}).render()
    assert "<script>" not in html
