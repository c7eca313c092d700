"""The addresses of the network: reaching people, and what letters link to."""

from django.urls import path

from network.views import leaders

app_name = "network"

urlpatterns = [
    path("network/leader/<str:token>/", leaders.leader, name="leader"),
]
