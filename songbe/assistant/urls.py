"""Addresses of the assistant."""

from django.urls import path

from songbe.assistant import views

app_name = "assistant"
urlpatterns = [
    path("", views.page, name="page"),
    path("ask/", views.question, name="ask"),
    path("reading/", views.reading, name="reading"),
]
