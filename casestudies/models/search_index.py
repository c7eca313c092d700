"""The search index: ordinary tables, so that both databases answer alike. For `search/` only."""

from django.db import models

from casestudies.models.case_study import CaseStudy


class PostingBlock(models.Model):
    """What one word says about a block of neighbouring case studies, by their primary keys.

    Packed, because a common word stands in most studies: reading a hundred thousand rows takes a
    hundred times as long as reading twenty-five blocks.
    """

    word = models.CharField(max_length=40)
    block = models.PositiveIntegerField(help_text="The primary key divided by the size of a block.")
    impacts = models.BinaryField(help_text="Pairs of uint16: place in the block, impact.")
    positions = models.BinaryField(
        help_text="uint32: place in the block << 16 | place in the text."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["word", "block"], name="posting_block_stands_once")
        ]

    def __str__(self) -> str:
        return f"{self.word} {self.block}"


class IndexedText(models.Model):
    """The words of a published case study: for snippets, nearness, and taking them out again."""

    study = models.OneToOneField(
        CaseStudy, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    numbers = models.BinaryField(
        help_text="uint32: the numbers of the stems in order, passages parted by that of a bar."
    )
    words = models.TextField(help_text="Every different word as written, folded.")
    passages = models.JSONField(help_text="The texts a snippet may be taken from, best first.")
    spots = models.BinaryField(
        default=b"", help_text="Where the words of title, summary and passages stand, packed."
    )

    def __str__(self) -> str:
        return str(self.study_id)


class IndexedWord(models.Model):
    """A word as it is written in published case studies, for spelling and for suggestions."""

    word = models.CharField(max_length=40, primary_key=True)
    holding = models.PositiveIntegerField(help_text="In how many published case studies it stands.")

    def __str__(self) -> str:
        return self.word
