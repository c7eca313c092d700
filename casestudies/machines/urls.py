"""The addresses that machines look for: most are fixed by a standard."""

from django.urls import path

from casestudies.machines import views
from casestudies.views.kept import same_for_everybody

app_name = "machines"

urlpatterns = [
    path("sitemap.xml", same_for_everybody(views.sitemap), name="sitemap"),
    path("sitemap-<int:number>.xml", same_for_everybody(views.sitemap_part), name="sitemap_part"),
    path("opensearch.xml", views.opensearch, name="opensearch"),
    path("opensearch/suggestions", views.suggestions, name="suggestions"),
    path("robots.txt", views.robots_txt, name="robots_txt"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
]
