"""``simulation/services.yaml``: volumes, seasons, channels, strong and weak places, and what must come out exactly."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from songbe.packs.reading import Declared

YEARS = (2022, 2023)
"""The years a pack speaks of: keys and columns end in ``_2022`` or ``_2023``."""

Tier = Literal["province", "district", "commune"]
Channel = Literal["online", "online_assisted", "counter", "postal"]
Level = Literal["full", "partial", "info"]
Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=0)]
Months = Annotated[tuple[Share, ...], Field(min_length=12, max_length=12)]
Quarters = Annotated[tuple[Share, ...], Field(min_length=4, max_length=4)]


def _as_text(value: object) -> object:
    return value if value is None else str(value)


class Hours(Declared):
    """When on a working day dossiers arrive; those before opening and in the evening come online."""

    before: Share
    morning: Share
    afternoon: Share
    after_cutoff: Share
    evening: Share


class District(Declared):
    """What is assumed of one district. online: filed online, by oneself or with help."""

    weight: Share
    on_time_2022: Share
    on_time: Share
    late_trend: float = 0
    online_2022: Share
    online: Share


class SectorTraits(Declared):
    """What is assumed of one sector's procedures. term_days, fee_vnd: value -> share."""

    weight: dict[Tier, Share]
    procedures: dict[Tier, Count]
    term_days: dict[Annotated[int, Field(ge=0, le=250)], Share]
    fee_vnd: dict[Count, Share]
    on_time_shift: float = 0
    agencies: dict[str, Share] = Field(default_factory=dict)


class Digitised(Declared):
    """Which dossiers are digitised, on receipt and as result; exact."""

    total_2022: Count
    total_2023: Count
    tiers_2023: dict[Tier, Count]
    months_2023: Months
    agencies_2022: Count
    agencies_2023: Count
    province_agencies: tuple[str, ...]


class PlantedFault(Declared):
    """A kind of fault that the import file for practice holds, and how many rows have it."""

    kind: Literal[
        "finished_before_received",
        "due_before_received",
        "unknown_unit",
        "unknown_agency",
        "place_mismatch",
        "ambiguous_place",
        "impossible_date",
        "future_date",
        "negative_value",
        "out_of_range",
        "duplicate_row",
        "conflicting_duplicate",
        "bad_code",
        "unknown_value",
    ]
    count: Count
    value: Annotated[str | None, BeforeValidator(_as_text)] = None
    what_vi: str


class Dossiers(Declared):
    """Dossiers of the two years."""

    total_2022: Count
    total_2023: Count
    months: Months
    months_2022: Months
    weekdays: Annotated[tuple[Share, ...], Field(min_length=7, max_length=7)]
    hours: Hours
    channels_2022: dict[Channel, Share]
    channels_2023: dict[Channel, Share]
    tiers: dict[Tier, Share]
    province_desk: str
    place_independent_share: Share = 0
    districts: dict[str, District]
    province_online_2022: Share
    province_online: Share
    province_on_time: dict[str, Share]
    sectors: dict[str, SectorTraits]
    supplements_share: Share
    supplements_twice_share: Share
    refused_share: Share
    withdrawn_share: Share
    stopped_share: Share
    financial_share: dict[str, Share] = Field(default_factory=dict)
    new_dates_share: Share
    early_share: Share
    late_days: dict[Annotated[int, Field(ge=1, le=250)], Share]
    returned_share: Share
    post_return_share_2022: Share
    post_return_share_2023: Share
    reused_share_2022: Share
    reused_share_2023: Share
    applicants: dict[Tier, dict[Literal["citizen", "enterprise", "organisation", "foreigner"], Share]]
    rated_share_2022: Share
    rated_share_2023: Share
    rating_distribution: dict[Annotated[int, Field(ge=1, le=5)], Share]
    without_dossiers_share: Share
    digitised: Digitised
    errors: tuple[PlantedFault, ...] = ()


class TierCounts(Declared):
    """The catalogue of one tier at the end."""

    total: Count
    online_full: Count
    online_partial: Count
    info: Count
    unpublished: Count
    payable: Count
    fee_free: Count
    digitisable: Count


class Milestone(Declared):
    """The state of the whole catalogue from a day on; between two days nothing falls."""

    from_on: date
    total: Count
    online_full: Count
    online_partial: Count
    info: Count
    unpublished: Count
    published: Count
    payable: Count
    digitisable: Count
    digitisation_flow: Count
    essential_online: Count

    @property
    def online(self) -> int:
        """Full and partial together."""
        return self.online_full + self.online_partial


class NamedProcedure(Declared):
    """A procedure written out with its name."""

    code: str
    name_vi: str
    sector: str
    tier: Tier
    online: Level
    payable: bool
    essential: bool
    essential_no: int | None = None
    term_days: Annotated[int, Field(ge=0, le=250)]
    fee_vnd: Count
    share: Share
    agency: str = ""
    mirrored: bool = False
    linked: bool = False


class InternalProcedures(Declared):
    """Procedures between agencies, beside the catalogue: found and published by the end of each year."""

    identified_2022: Count
    published_2022: Count
    identified_2023: Count
    published_2023: Count
    tiers: dict[Tier, Share]
    sector: str
    code: str = "NB.{number:06d}"


class Procedures(Declared):
    """The catalogue of procedures."""

    total: Count
    online_full: Count
    online_partial: Count
    info: Count
    unpublished: Count
    published: Count
    payable: Count
    fee_free: Count
    digitisable: Count
    digitisation_flow: Count
    essential: Count
    internal: InternalProcedures | None = None
    by_tier: dict[Tier, TierCounts]
    states_2022: Milestone | None = None
    milestones: tuple[Milestone, ...]
    simulated_code: str
    simulated_name_vi: str
    certainty: str = ""
    named: tuple[NamedProcedure, ...]


class PaidProcedure(Declared):
    """How many dossiers of a procedure are paid over the platform; exact."""

    procedure: str
    amount_vnd: Count
    count_2022: Count
    count_2023: Count


class OnlinePayments(Declared):
    """Dossiers paid over the national platform."""

    method: Literal["national_platform", "bank", "qr"]
    total_2022: Count
    total_2023: Count
    amount_vnd_2022: Count
    amount_vnd_2023: Count
    months_2022: Months
    months_2023: Months
    purpose: Literal["fee", "charge"]
    by_procedure: tuple[PaidProcedure, ...]


class Unsettled(Declared):
    """Attempts that brought no money in the end."""

    failed: Count
    refunded: Count
    created: Count


class OtherPayments(Declared):
    """Payments that belong to no dossier. agency: a code, or ``district``."""

    purpose: Literal["fine", "land", "tuition", "hospital", "utility", "support"]
    method: Literal["bank", "qr", "cash"]
    count_2022: Count
    count_2023: Count
    mean_vnd: Count
    sector: str
    agency: str


class Payments(Declared):
    """Money."""

    online: OnlinePayments
    unsettled_2022: Unsettled
    unsettled_2023: Unsettled
    other: tuple[OtherPayments, ...] = ()
    spread: Share
    reconciliation_differences_2023: Count = 0


class Calls(Declared):
    """Calls to the hotline; the counters of the pack hold them."""

    total_2022: Count
    total_2023: Count
    missed_share_2022: Share
    missed_share_2023: Share
    mean_wait_seconds: Annotated[int, Field(ge=1)]


class ReportCategory(Declared):
    """A matter that citizens report. agency: a code, ``district`` or ``commune``."""

    code: str
    name_vi: str
    share: Share
    term_hours: Annotated[int, Field(ge=1)]
    agency: str


class Reports(Declared):
    """Citizens' reports."""

    total_2022: Count
    total_2023: Count
    sector: str = ""
    months: Months
    channels_2022: dict[str, Share]
    channels_2023: dict[str, Share]
    calls: Calls
    categories: tuple[ReportCategory, ...]
    on_time_2022: Share
    on_time: dict[str, Share]
    on_time_shift: dict[str, float] = Field(default_factory=dict)
    missed_share: Share
    rejected_share: Share
    duplicate_share: Share
    reopened_share: Share
    several_agencies_share: Share
    public_share: Share
    acknowledged_minutes: dict[str, Count]
    rated_share_2022: Share
    rated_share_2023: Share
    rating_distribution: dict[Annotated[int, Field(ge=1, le=5)], Share]


class PublicItems(Declared):
    """What is published."""

    total_2022: Count
    feedback_2022: Count
    total_2023: Count
    feedback_2023: Count
    sector: str = ""
    feedback_by_quarter_2023: dict[Literal["Q1", "Q2", "Q3", "Q4"], Share]
    items: dict[Literal["news", "document", "dataset", "page", "video", "answer"], Share]
    languages_2022: dict[str, Share]
    languages_2023: dict[str, Share]
    new_languages_from: date
    topics: dict[str, Share]
    publishers: dict[str, Share]
    answered_share: Share
    views_mean: dict[str, Count]


class Assumption(Declared):
    """A sentence about what was assumed, for the page of the demonstration."""

    vi: str
    en: str


class Assumed(Declared):
    """``services.yaml``: all that is assumed of what the province's offices do."""

    seed: int
    dossiers: Dossiers
    procedures: Procedures
    payments: Payments
    reports: Reports
    public_items: PublicItems
    late_agencies: tuple[str, ...] = ()
    late_share: Share = 0
    late_share_others: Share = 0
    late_days_mean: Annotated[int, Field(ge=1)] = 1
    assumptions: tuple[Assumption, ...]
