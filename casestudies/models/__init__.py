"""The nouns: case studies, where they are, what is known of them, and the words to sort them by."""

from casestudies.models.addresses import OldSlug, Retirable, Slugged
from casestudies.models.case_study import CaseStudy
from casestudies.models.duplicates import Merge, TwinPair
from casestudies.models.evidence import (
    Caveat,
    Evidence,
    FactorShown,
    Funding,
    Lesson,
    Need,
    Outcome,
    Saving,
    Source,
)
from casestudies.models.guidance import (
    FactorSource,
    FundingSource,
    FundingStream,
    NationalProgramme,
    ProgrammeCase,
    ProgrammeSource,
    Question,
    SuccessFactor,
)
from casestudies.models.guidance_page import GuidancePage, GuidancePageSource
from casestudies.models.history import CatalogueVersion, ContentRecord, Version
from casestudies.models.missed_search import MissedSearch
from casestudies.models.partners import Partner, Relation
from casestudies.models.places import ForceArea, FormerName, Organisation, Region
from casestudies.models.previews import Preview
from casestudies.models.search_index import IndexedText, IndexedWord, PostingBlock
from casestudies.models.terms import (
    CollaborationType,
    GlossaryTerm,
    SearchPlace,
    SearchTerm,
    SearchWord,
    Service,
    Synonym,
    WelshWord,
)
from casestudies.models.toolkit import Resource, ResourceFile, ResourceSource

__all__ = [
    "CaseStudy",
    "CatalogueVersion",
    "Caveat",
    "CollaborationType",
    "ContentRecord",
    "Evidence",
    "FactorShown",
    "FactorSource",
    "ForceArea",
    "FormerName",
    "Funding",
    "FundingSource",
    "FundingStream",
    "GlossaryTerm",
    "GuidancePage",
    "GuidancePageSource",
    "IndexedText",
    "IndexedWord",
    "Lesson",
    "Merge",
    "MissedSearch",
    "NationalProgramme",
    "Need",
    "OldSlug",
    "Organisation",
    "Outcome",
    "Partner",
    "PostingBlock",
    "Preview",
    "ProgrammeCase",
    "ProgrammeSource",
    "Question",
    "Region",
    "Relation",
    "Resource",
    "ResourceFile",
    "ResourceSource",
    "Retirable",
    "Saving",
    "SearchPlace",
    "SearchTerm",
    "SearchWord",
    "Service",
    "Slugged",
    "Source",
    "SuccessFactor",
    "Synonym",
    "TwinPair",
    "Version",
    "WelshWord",
]
