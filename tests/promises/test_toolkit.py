"""Of each document that ships, page and file say the same, and the file opens again."""

import pytest

from casestudies import plain_words
from casestudies.models import Resource
from casestudies.toolkit.papers import asked, paper, texts
from casestudies.toolkit.text import Items, Paragraph
from tests.casestudies.toolkit.office import texts_of_page, texts_of_sheet, texts_of_word

SHIPPED = {
    "readiness-self-check": "docx",
    "benefits-tracker": "xlsx",
    "information-sharing-checklist": "docx",
    "evaluation-plan": "docx",
}
READ = {"docx": texts_of_word, "xlsx": texts_of_sheet}


def test_all_that_ship_are_here(content):
    assert set(Resource.objects.values_list("slug", flat=True)) == set(SHIPPED)
    assert len(asked()) == 23  # each factor and barrier


@pytest.mark.parametrize("slug", SHIPPED)
def test_page_and_file_say_the_same(content, client, slug):
    page = client.get(f"/guidance/toolkit/{slug}/").content.decode()
    file = client.get(f"/guidance/toolkit/{slug}.{SHIPPED[slug]}").content
    said = texts_of_page(page)
    assert READ[SHIPPED[slug]](file) == said
    assert said == texts(paper(Resource.objects.for_handing().get(slug=slug)))
    assert len(said) > 50
    assert "Sources" in said


@pytest.mark.parametrize("slug", SHIPPED)
def test_a_document_is_written_plainly(content, slug):
    """By the measures that editors are told of: long sentences, and short forms nobody explains."""
    said = paper(Resource.objects.for_handing().get(slug=slug))
    lines = [said.summary, *(one.self_check for one in asked())]
    for block in said.blocks:
        lines += block.items if isinstance(block, Items) else ()
        lines += [block.words] if isinstance(block, Paragraph) else ()
    assert plain_words.hints_for_text("\n\n".join(lines)) == []
