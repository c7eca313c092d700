"""The addresses of the network: reaching people, and what letters link to."""

from django.urls import URLPattern

app_name = "network"

urlpatterns: list[URLPattern] = []
