"""Reading indicators. ``figures`` is the one read that answers screens, commands, exports and other systems."""

from songbe.indicators.queries.catalogue import Catalogue, UnknownIndicator, catalogue, search
from songbe.indicators.queries.figures import Figure, figure, figures

__all__ = ["Catalogue", "Figure", "UnknownIndicator", "catalogue", "figure", "figures", "search"]
