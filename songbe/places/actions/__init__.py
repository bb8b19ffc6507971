"""Writing places: applying what a pack declares, granting roles, taking in official boundaries."""

from songbe.places.actions.absences import end_absence, note_absence
from songbe.places.actions.applying import apply_places
from songbe.places.actions.boundaries import import_boundaries, withdraw_boundaries
from songbe.places.actions.roles import end_role, grant_role, open_demo_accounts

__all__ = [
    "apply_places",
    "end_absence",
    "end_role",
    "grant_role",
    "import_boundaries",
    "note_absence",
    "open_demo_accounts",
    "withdraw_boundaries",
]
