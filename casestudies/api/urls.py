"""The addresses of the API, from its table, and of the page that explains it."""

from django.urls import path

from casestudies.api.door import door
from casestudies.api.endpoints import ENDPOINTS
from casestudies.api.page import page
from casestudies.views.kept import same_for_everybody

app_name = "api"

urlpatterns = [
    path("", same_for_everybody(page), name="page"),
    *(
        path(f"v1/{one.route}", door(one.answer, by_day=one.by_day), name=one.name)
        for one in ENDPOINTS
    ),
]
