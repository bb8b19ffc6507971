"""Places and agencies in a question: names with their history, groups, places elsewhere, names nobody knows."""

from songbe.assistant.rules.places.gazetteer import Gazetteer
from songbe.assistant.rules.places.known import Found, Group, Known, PlacesFound

__all__ = ["Found", "Gazetteer", "Group", "Known", "PlacesFound"]
