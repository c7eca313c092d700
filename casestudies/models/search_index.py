"""The search index: ordinary tables, so that both databases answer alike. For `search/` only."""

from django.db import models

from casestudies.models.case_study import CaseStudy


class Posting(models.Model):
    """How much a word says about a published case study, as a whole number."""

    pk = models.CompositePrimaryKey("word", "study_id")
    word = models.CharField(max_length=40)
    study = models.ForeignKey(CaseStudy, on_delete=models.CASCADE, related_name="+")
    impact = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return self.word


class IndexedText(models.Model):
    """The words of a published case study in reading order: for phrases and for snippets."""

    study = models.OneToOneField(
        CaseStudy, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    stems = models.TextField(help_text="The stems in order, fields parted by a bar.")
    passages = models.JSONField(help_text="The texts a snippet may be taken from, best first.")

    def __str__(self) -> str:
        return str(self.study_id)
