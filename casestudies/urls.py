"""Which view answers which address. Addresses are a promise: OldSlug keeps those that change."""

from django.urls import path

from casestudies.views import (
    booklets,
    compare,
    data,
    directory,
    files,
    guidance,
    insights,
    landing,
    like_ours,
    overview,
    pictures,
    preview,
    reading,
    suggest,
    toolkit,
    unanswered,
    versions,
)
from casestudies.views.kept import same_for_everybody, same_for_visitors

app_name = "casestudies"

urlpatterns = [
    path("", same_for_everybody(reading.home), name="home"),
    path(
        "case-studies/",
        unanswered.as_page(same_for_everybody(directory.directory)),
        name="directory",
    ),
    path(
        "case-studies.json",
        unanswered.as_json(files.as_json),
        name="directory_json",
    ),
    path(
        "case-studies.csv",
        unanswered.as_page(files.as_csv),
        name="directory_csv",
    ),
    path(
        "case-studies.xlsx",
        unanswered.as_page(files.as_xlsx),
        name="directory_xlsx",
    ),
    path(
        "case-studies.atom",
        unanswered.as_page(files.as_feed),
        name="directory_atom",
    ),
    path(
        "feeds/case-studies.atom",
        unanswered.as_page(files.as_feed),
        name="feed",
    ),
    path("data/", unanswered.as_page(same_for_everybody(data.data)), name="data"),
    path("case-studies/suggest", unanswered.as_no_suggestions(suggest.suggest), name="suggest"),
    path("case-studies/a-z/", same_for_everybody(directory.a_to_z), name="a_to_z"),
    path("case-studies/map/", unanswered.as_page(same_for_everybody(directory.map)), name="map"),
    path("case-studies/like-ours/", same_for_everybody(like_ours.like_ours), name="like_ours"),
    path(
        "case-studies/compare/",
        unanswered.as_page(same_for_everybody(compare.compare)),
        name="compare",
    ),
    path("case-studies.pdf", unanswered.as_page(booklets.directory_pdf), name="directory_pdf"),
    path("case-studies/<slug:slug>.png", pictures.case_study_png, name="case_study_png"),
    path("site.png", pictures.site_png, name="site_png"),
    path("case-studies/<slug:slug>.pdf", booklets.case_study_pdf, name="case_study_pdf"),
    path("case-studies/<slug:slug>/", same_for_visitors(reading.case_study), name="case_study"),
    path(
        "case-studies/<slug:slug>/versions/",
        same_for_everybody(versions.versions),
        name="versions",
    ),
    path(
        "case-studies/<slug:slug>/versions/<int:number>/",
        same_for_everybody(versions.version),
        name="version",
    ),
    path(
        "case-studies/<slug:slug>/versions/<int:number>.bib",
        versions.version_bib,
        name="version_bib",
    ),
    path(
        "case-studies/<slug:slug>/versions/<int:number>.ris",
        versions.version_ris,
        name="version_ris",
    ),
    path(
        "case-studies/<slug:slug>/versions/<int:number>/changes/",
        same_for_everybody(versions.version_changes),
        name="version_changes",
    ),
    path("overview.pdf", booklets.overview_pdf, name="overview_pdf"),
    path("overview/", same_for_everybody(overview.overview), name="overview"),
    path("preview/<str:token>/", preview.preview, name="preview"),
    path("services/<slug:slug>/", same_for_everybody(landing.service), name="service"),
    path("types/<slug:slug>/", same_for_everybody(landing.type), name="type"),
    path("regions/<slug:slug>/", same_for_everybody(landing.region), name="region"),
    path("areas/", same_for_everybody(landing.areas), name="areas"),
    path("areas/<slug:slug>/", same_for_everybody(landing.area), name="area"),
    path("organisations/", same_for_everybody(landing.organisations), name="organisations"),
    path(
        "organisations/<slug:slug>/", same_for_everybody(landing.organisation), name="organisation"
    ),
    path(
        "insights/",
        unanswered.as_page(same_for_everybody(insights.insights)),
        name="insights",
    ),
    path(
        "insights/<slug:chart>.csv",
        unanswered.as_page(insights.insights_csv),
        name="insights_csv",
    ),
    path("guidance/", same_for_everybody(guidance.guidance), name="guidance"),
    path(
        "guidance/success-factors/",
        same_for_everybody(guidance.success_factors),
        name="success_factors",
    ),
    path(
        "guidance/success-factors/<slug:slug>/",
        same_for_everybody(guidance.success_factor),
        name="success_factor",
    ),
    path("guidance/national/", same_for_everybody(guidance.national), name="national"),
    path("guidance/funding/", same_for_everybody(guidance.funding), name="funding"),
    path("guidance/glossary/", same_for_everybody(guidance.glossary), name="glossary"),
    path("guidance/toolkit/", same_for_everybody(toolkit.toolkit), name="toolkit"),
    path(
        "guidance/toolkit/<slug:slug>/",
        same_for_everybody(toolkit.toolkit_document),
        name="toolkit_document",
    ),
    path("guidance/toolkit/<slug:slug>.<slug:ending>", toolkit.toolkit_file, name="toolkit_file"),
    path("guidance/self-check/", same_for_everybody(toolkit.self_check), name="self_check"),
]
