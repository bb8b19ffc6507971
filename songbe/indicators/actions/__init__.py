"""Writing indicators: applying definitions, computing them, reporting, approving, publishing."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from songbe.events.actions import record_event
from songbe.events.kinds import EventKind
from songbe.indicators.declare import DeclaredIndicators
from songbe.indicators.models import DefinitionVersion, MeasureUnit, PublishedFigure, ReportedValue, Target
from songbe.indicators.queries import catalogue
from songbe.indicators.rules.definitions import Definition, Measure, parts
from songbe.kernel.digests import canonical_json, sha256_hex
from songbe.kernel.errors import Conflict, NotFound
from songbe.kernel.periods import Period
from songbe.kernel.vietnamese import fold
from songbe.places.policy import Actor, Right
from songbe.warehouse.actions.cells import Computed, compute_cells


@dataclass(frozen=True, slots=True)
class AppliedIndicators:
    """What applying a pack's indicators changed."""

    added: int
    changed: int
    ended: int


@transaction.atomic
def apply_indicators(*, declared: DeclaredIndicators, province: str, actor: Actor) -> AppliedIndicators:
    """This function will put a pack's definitions, units of measure, targets and outside figures into force.

    A definition that says something new becomes a new version; what was drawn by the old one keeps it.
    Raises OutOfReach unless the actor may apply packs at the province.
    """
    actor.require(Right.APPLY_PACK, province)
    for measure in declared.measures:
        MeasureUnit.objects.update_or_create(code=measure.code, defaults=measure.model_dump(exclude={"code"}))
    counts = _apply_definitions(declared.definitions)
    Target.objects.filter(certainty__in=["", "read", "memory", "assumption", "published"]).delete()
    Target.objects.bulk_create(Target(**line.model_dump()) for line in declared.targets)
    PublishedFigure.objects.all().delete()
    PublishedFigure.objects.bulk_create(
        PublishedFigure(**line.model_dump(exclude={"unit"}), order=order)
        for order, line in enumerate(sorted(declared.published, key=lambda line: not line.fact))
    )
    record_event(
        kind=EventKind.PACK_APPLIED, actor=actor.name, place=province, subject="indicators", payload=asdict(counts)
    )
    return counts


def _apply_definitions(definitions: Iterable[Definition]) -> AppliedIndicators:
    current = {row.code: row for row in DefinitionVersion.objects.filter(current=True)}
    versions: list[DefinitionVersion] = []
    changed = 0
    for definition in definitions:
        spec = spec_of(definition)
        digest = sha256_hex(canonical_json(spec))
        old = current.pop(definition.code, None)
        if old is not None and old.digest == digest:
            continue
        changed += old is not None
        if old is not None:
            DefinitionVersion.objects.filter(pk=old.pk).update(current=False)
        versions.append(_version(definition, spec, digest, 1 if old is None else old.version + 1))
    DefinitionVersion.objects.filter(pk__in=[row.pk for row in current.values()]).update(current=False)
    DefinitionVersion.objects.bulk_create(versions)
    return AppliedIndicators(len(versions) - changed, changed, len(current))


def spec_of(definition: Definition) -> dict[str, Any]:
    """Return all a definition says, as JSON."""
    return asdict(definition)


def _version(definition: Definition, spec: dict[str, Any], digest: str, version: int) -> DefinitionVersion:
    said = [
        definition.code,
        *definition.aliases,
        definition.name_vi,
        definition.name_en,
        *definition.synonyms,
        *definition.abbreviations,
    ]
    return DefinitionVersion(
        code=definition.code,
        version=version,
        digest=digest,
        spec=spec,
        sector_code=definition.sector,
        family=definition.family,
        folded=" | ".join(fold(text) for text in said),
        folded_name=fold(definition.name_vi)[:400],
    )


def compute_indicators(*, actor: Actor) -> Computed:
    """This function will compute every cell that the current definitions need and that is not there yet."""
    components, lonely = {}, set()
    for definition in catalogue().definitions.values():
        made = parts(definition)
        for component in made.all if made else ():
            components[component.digest] = component
        if made and definition.measure is Measure.distinct_agencies:
            lonely.add(made.of.digest)
    return compute_cells(components=components.values(), lonely=sorted(lonely), actor=actor)


class ClosedPeriod(Conflict):
    """A value for a period whose figure was approved or published."""

    code = "closed_period"
    message_en = "{indicator} at {place} for {period} is approved. Report a correction with its reason instead."
    message_vi = "Số liệu {indicator} tại {place} kỳ {period} đã được duyệt. Hãy gửi đính chính kèm lý do."


class NoSuchValue(NotFound):
    """A value nobody reported."""

    code = "no_such_value"
    message_en = "Nobody reported {indicator} at {place} for {period}."
    message_vi = "Chưa có báo cáo {indicator} tại {place} kỳ {period}."


@dataclass(frozen=True, slots=True)
class Report:
    """What an agency says: a value for a place and a period."""

    indicator: str
    place: str
    period: Period
    value: Decimal
    qualifier: str = ""
    estimate: bool = False
    source: str = ""
    reason: str = ""


@transaction.atomic
def report_value(*, report: Report, at: datetime, actor: Actor, simulated: bool = False) -> ReportedValue:
    """This function will take a value that a data officer reports; it waits for approval.

    A value for a period that was approved needs a reason, and supersedes the approved one only when it is approved
    itself.
    Raises OutOfReach, ClosedPeriod.
    """
    actor.require(Right.REPORT_VALUES, report.place)
    existing = (
        ReportedValue.objects.select_for_update()
        .filter(indicator=report.indicator, place=report.place, period=report.period.code, superseded_at=None)
        .first()
    )
    if existing is not None:
        if existing.status == "approved" and not report.reason:
            raise ClosedPeriod(indicator=report.indicator, place=report.place, period=report.period.code)
        existing.superseded_at = at
        existing.save(update_fields=["superseded_at"])
    value = ReportedValue.objects.create(
        indicator=report.indicator,
        place=report.place,
        period=report.period.code,
        start=report.period.start,
        end=report.period.end,
        value=report.value,
        qualifier=report.qualifier,
        estimate=report.estimate,
        status="submitted",
        source=report.source,
        reported_by=actor.name,
        reported_at=at,
        simulated=simulated,
        reason=report.reason,
    )
    record_event(
        kind=EventKind.VALUE_REPORTED,
        actor=actor.name,
        place=report.place,
        subject=f"value:{value.pk}",
        payload={"indicator": report.indicator, "period": report.period.code, "value": str(report.value)},
    )
    return value


@transaction.atomic
def approve_value(*, indicator: str, place: str, period: Period, actor: Actor) -> ReportedValue:
    """This function will approve a reported value. Raises OutOfReach, NoSuchValue."""
    actor.require(Right.APPROVE_VALUES, place)
    value = (
        ReportedValue.objects.select_for_update()
        .filter(indicator=indicator, place=place, period=period.code, superseded_at=None, status="submitted")
        .first()
    )
    if value is None:
        raise NoSuchValue(indicator=indicator, place=place, period=period.code)
    value.status = "approved"
    value.save(update_fields=["status"])
    record_event(
        kind=EventKind.VALUE_APPROVED,
        actor=actor.name,
        place=place,
        subject=f"value:{value.pk}",
        payload={"indicator": indicator, "period": period.code, "at": timezone.now().isoformat()},
    )
    return value
