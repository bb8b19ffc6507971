"""What a pack may say of the counters that dossiers feed once they are over: ``cases/dossier_counters.yaml``."""

from collections.abc import Iterator

from songbe.packs.reading import Declared
from songbe.places.declare import Certainty


class ProgressSheet(Declared):
    """The counter of updates that applicants see. update, dossier: its words for an update and for a dossier."""

    counter: str
    update: str
    dossier: str


class StepsSheet(Declared):
    """The counter of steps that have a time of their own. in_time, late: its words."""

    counter: str
    in_time: str
    late: str


class CountersSheet(Declared):
    """The counters that dossiers feed; what is not named is not told."""

    progress: ProgressSheet | None = None
    steps: StepsSheet | None = None
    source: str = ""
    certainty: Certainty = ""

    def words(self) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """Yield each part that is said, its counter, and the words it uses of it."""
        if self.progress is not None:
            yield "progress", self.progress.counter, (self.progress.update, self.progress.dossier)
        if self.steps is not None:
            yield "steps", self.steps.counter, (self.steps.in_time, self.steps.late)
