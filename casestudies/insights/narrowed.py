"""The schemes that a question leaves, as every chart counts them, and the lists they lead to."""

import datetime as dt
from functools import cached_property

import numpy as np

from casestudies.catalogue import Catalogue
from casestudies.directory import Directory
from casestudies.insights.facts import Facts, facts_of
from casestudies.question import Question
from collab_directory.addresses import address_of


class Narrowed:
    """An answer of the directory on one day. Nothing that is not published is in it."""

    def __init__(self, directory: Directory, on: dt.date):
        self.directory = directory
        self.on = on
        self.catalogue: Catalogue = directory.catalogue
        self.question: Question = directory.question.but(page=1)
        self.bits: int = directory.bits
        self.whole: int = directory.count

    @cached_property
    def facts(self) -> Facts:
        return facts_of(self.catalogue)

    @cached_property
    def mask(self) -> np.ndarray:
        """A truth for each study of the catalogue: whether it is in the list."""
        return self.catalogue.mask(self.bits)

    @cached_property
    def places(self) -> np.ndarray:
        """Where in the catalogue the studies of the list stand."""
        return np.flatnonzero(self.mask)

    def values(self, facet: str) -> dict[str, int]:
        """The bits of each value of a facet within the list; not of what is retired and unused."""
        unlisted = self.catalogue.unlisted[facet]
        return {
            slug: bits & self.bits
            for slug, bits in self.catalogue.bits[facet].items()
            if slug not in unlisted
        }

    def label(self, facet: str, slug: str) -> str:
        return self.catalogue.labels[facet][slug]

    def asking_for_services(self, *slugs: str) -> Question:
        """The question for those schemes of the list in which all of these services take part.

        Where the reader asks for any of several services, no question is quite that.
        """
        chosen = self.question.values("service")
        if not self.question.match_all and len(chosen) > 1:
            chosen = ()
        both = dict.fromkeys((*chosen, *slugs))
        return self.question.only("service", *both).but(match_all=True)

    def address(self, bits: int, question: Question) -> str:
        """The list that answers a question, if it holds just these studies; else ""."""
        if not bits or self.directory.bits_of(question) != bits:
            return ""
        return address_of("casestudies:directory") + question.query_string()
