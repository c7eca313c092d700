"""What members write is text: paragraphs, quotations and links, and nothing else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network import written

TAGS = {"p", "/p", "br", "blockquote", "/blockquote", "/a"}


@pytest.mark.parametrize(
    "text, html",
    [
        ("One\n\nTwo", "<p>One</p>\n<p>Two</p>"),
        ("One\nTwo", "<p>One<br>Two</p>"),
        ("", ""),
        ("<b>&\"'", "<p>&lt;b&gt;&amp;&quot;&#x27;</p>"),
        ("> said\nso", "<blockquote><p>said</p></blockquote>\n<p>so</p>"),
        (">> deep", "<blockquote><blockquote><p>deep</p></blockquote></blockquote>"),
        ("a > b", "<p>a &gt; b</p>"),
        ("javascript:alert(1)", "<p>javascript:alert(1)</p>"),
        ("ftp://a.uk/ //a.uk www.a.uk", "<p>ftp://a.uk/ //a.uk www.a.uk</p>"),
    ],
)
def test_text_becomes_paragraphs_and_quotations(text, html):
    assert written.as_html(text) == html


def test_quotations_end_somewhere():
    assert written.as_html(">" * 50 + " deep").count("<blockquote>") == written.DEEPEST


@pytest.mark.parametrize(
    "text, address",
    [
        ("See https://kent.police.uk/a?b=1&c=2.", "https://kent.police.uk/a?b=1&amp;c=2"),
        ("(http://a.uk/x_(y))", "http://a.uk/x_(y)"),
        ("HTTPS://A.UK!", "HTTPS://A.UK"),
        ("https://cy.a.uk/tŷ", "https://cy.a.uk/tŷ"),
        ("https://a.uk/'onclick=x", "https://a.uk/"),
        ("<https://a.uk>", "https://a.uk"),
    ],
)
def test_web_addresses_become_links_that_vouch_for_nothing(text, address):
    assert f'<a href="{address}" rel="nofollow ugc noopener">{address}</a>' in written.as_html(text)


@pytest.mark.parametrize(
    "text",
    [
        "https://",
        "http://kent.police.uk@evil.example/",
        "https://[broken",
        "http:///x",
        "https://kent.police.uk\u2215.evil.example/",  # reads as a slash
        "https://kent.p\u043elice.uk/",  # a Cyrillic o
        "https://evil.example/\u202eku.ecilop.tnek",  # read backwards
        "https://kent\u200b.police.uk/",
    ],
)
def test_what_deceives_or_leads_nowhere_is_no_link(text):
    assert "<a" not in written.as_html(text)


@given(st.text(alphabet=st.sampled_from("<>&\"' \n>=/:ahtps.()[]@javscript!-\u2028"), max_size=80))
def test_nothing_typed_makes_any_other_markup(text):
    html = written.as_html(text)
    for tag in re.findall(r"<([^>]*)>", html):
        link = re.fullmatch(r'a href="https?://[^"<>\s]+" rel="nofollow ugc noopener"', tag)
        assert tag in TAGS or link, (text, tag)
    assert html.count("<blockquote>") == html.count("</blockquote>")


def test_a_quotation_can_stand_for_what_is_gone():
    html = written.as_html("> secret\nMine", without_quotes="Gone.")
    assert "secret" not in html
    assert html == "<p>Gone.</p>\n<p>Mine</p>"


def test_an_answer_begins_with_what_its_author_wrote_and_not_what_they_quoted():
    assert written.quoted("> theirs\nMine\n\nToo") == "> Mine\n>\n> Too\n\n"
    assert written.quoted("Mine\n\n> theirs\n\nToo") == "> Mine\n>\n> Too\n\n"


def test_the_search_knows_stems_and_no_quoted_word():
    assert written.words_of("Shared stations", "> quoted\nSharing a Station") == " share station a "
    assert written.words_of("", "> only") == ""
