"""Which view answers which address. Addresses are a promise: OldSlug keeps those that change."""

from django.urls import path

from casestudies.views import directory, guidance, landing, reading

app_name = "casestudies"

urlpatterns = [
    path("", reading.home, name="home"),
    path("case-studies/", directory.directory, name="directory"),
    path("case-studies.json", directory.directory_json, name="directory_json"),
    path("case-studies.csv", directory.directory_csv, name="directory_csv"),
    path("case-studies/a-z/", directory.a_to_z, name="a_to_z"),
    path("case-studies/map/", directory.map, name="map"),
    path("case-studies/<slug:slug>/", reading.case_study, name="case_study"),
    path("services/<slug:slug>/", landing.service, name="service"),
    path("types/<slug:slug>/", landing.type, name="type"),
    path("regions/<slug:slug>/", landing.region, name="region"),
    path("areas/", landing.areas, name="areas"),
    path("areas/<slug:slug>/", landing.area, name="area"),
    path("organisations/", landing.organisations, name="organisations"),
    path("organisations/<slug:slug>/", landing.organisation, name="organisation"),
    path("guidance/success-factors/", guidance.success_factors, name="success_factors"),
    path("guidance/success-factors/<slug:slug>/", guidance.success_factor, name="success_factor"),
    path("guidance/national/", guidance.national, name="national"),
    path("guidance/funding/", guidance.funding, name="funding"),
    path("guidance/glossary/", guidance.glossary, name="glossary"),
]
