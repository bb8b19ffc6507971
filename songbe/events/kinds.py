"""Every event the platform knows, by name. docs/events.md says what each one carries."""

from enum import StrEnum


class EventKind(StrEnum):
    """Noun and past participle: what was done to what."""

    PACK_APPLIED = "pack.applied"
    ROLE_GRANTED = "role.granted"
    ROLE_ENDED = "role.ended"
    FACTS_IMPORTED = "facts.imported"
    FACTS_COLLECTED = "facts.collected"
    IMPORT_UNDONE = "import.undone"
    CELLS_COMPUTED = "cells.computed"
    CELLS_RECONCILED = "cells.reconciled"
    FIGURE_PUBLISHED = "figure.published"
    FIGURE_RESTATED = "figure.restated"
    VALUE_REPORTED = "value.reported"
    VALUE_APPROVED = "value.approved"
    VALUE_RETURNED = "value.returned"
    TARGET_SET = "target.set"
    BOUNDARIES_IMPORTED = "boundaries.imported"
    BOUNDARIES_WITHDRAWN = "boundaries.withdrawn"
