"""Addresses of the design itself."""

from django.urls import path

from songbe.ui import views

app_name = "ui"
urlpatterns = [path("ui/gallery", views.gallery, name="gallery")]
