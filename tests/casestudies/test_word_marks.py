"""What a reader would change in a text, word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudies.word_marks import MOST_TOKENS, Kind, Piece, pieces

TEXT = st.text(alphabet="ab -\n.,’é<&", max_size=60)


def marked(before, after):
    """In one line: [-gone-] and {+new+}."""
    marks = {Kind.SAME: "{}", Kind.GONE: "[-{}-]", Kind.NEW: "{{+{}+}}"}
    return "".join(marks[piece.kind].format(piece.text) for piece in pieces(before, after))


@pytest.mark.parametrize(
    "before, after, shown",
    [
        ("", "", ""),
        ("Two crews", "Two crews", "Two crews"),
        ("Two crews share it.", "Three crews share it.", "[-Two-]{+Three+} crews share it."),
        ("Shared since 2012", "Shared since 2012.", "Shared since 2012{+.+}"),
        # Neighbours that both change are one change
        (
            "It saved much money.",
            "It cost little money.",
            "It [-saved much-]{+cost little+} money.",
        ),
        ("A co-located team", "A team", "A [-co-located -]team"),
        ("", "New", "{+New+}"),
        ("Old", "", "[-Old-]"),
        # A text that is written anew has nothing to do with the old one
        (
            "One old thing, here.",
            "Quite another matter.",
            "[-One old thing, here.-]{+Quite another matter.+}",
        ),
        (
            "Kept.",
            "Kept. And so much more was said about it then.",
            "Kept.{+ And so much more was said about it then.+}",
        ),
        # A paragraph is not swallowed by the changes on either side
        ("One, a\n\nb", "One, c\n\nd", "One, [-a-]{+c+}\n\n[-b-]{+d+}"),
        ("The county’s plan", "The county's plan", "The [-county’s-]{+county's+} plan"),
    ],
)
def test_words_that_change_are_marked(before, after, shown):
    assert marked(before, after) == shown


@given(before=TEXT, after=TEXT)
def test_the_pieces_make_both_texts(before, after):
    found = pieces(before, after)
    assert "".join(p.text for p in found if p.kind != Kind.NEW) == before
    assert "".join(p.text for p in found if p.kind != Kind.GONE) == after
    assert all(piece.text for piece in found)


@pytest.mark.parametrize("after, kinds", [("b ", [Kind.GONE, Kind.NEW]), ("a ", [Kind.SAME])])
def test_texts_of_book_length_are_shown_whole(after, kinds):
    before = "a " * MOST_TOKENS
    found = pieces(before, after * MOST_TOKENS)
    assert [piece.kind for piece in found] == kinds
    assert found[0] == Piece(kinds[0], before)
