"""The gallery: every component, drawn from invented values."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from songbe.ui import specimens


def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component in every state it has."""
    return render(request, "ui/gallery.html", {"page": specimens.gallery()})
