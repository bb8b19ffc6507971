"""Addresses of the assistant."""

from django.urls import path

from songbe.assistant import proposal_views, views

app_name = "assistant"
urlpatterns = [
    path("", views.page, name="page"),
    path("ask/", views.question, name="ask"),
    path("reading/", views.reading, name="reading"),
    path("tu-dong-nghia/", proposal_views.synonyms, name="synonyms"),
    path("tu-dong-nghia/<int:number>/", proposal_views.decide, name="synonym-decide"),
]
