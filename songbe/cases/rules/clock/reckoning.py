"""A deadline explained line by line: each day, what counted, what did not, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from songbe.cases.rules.clock.deadline import (
    OPEN,
    Effect,
    Pause,
    Run,
    Stretch,
    Term,
    TermUnit,
    amount_of,
    due,
    last_day_of,
    runs,
)
from songbe.cases.rules.clock.hours import DAY, Hours, from_minutes, hours_of
from songbe.kernel.working_time import WorkingCalendar


class What(StrEnum):
    """What happened to the clock on a line."""

    starts = "starts"
    counted = "counted"
    off = "off"
    holiday = "holiday"
    swapped = "swapped"
    stopped = "stopped"
    restarts = "restarts"
    waits = "waits"
    added = "added"
    moved = "moved"
    due = "due"


SAID: dict[What, tuple[str, str]] = {
    What.starts: ("đồng hồ bắt đầu chạy lúc {moment}", "the clock starts at {moment}"),
    What.counted: ("tính {counted}{left}", "{counted} counted{left}"),
    What.swapped: ("ngày làm bù: tính {counted}{left}", "a worked day off: {counted} counted{left}"),
    What.off: ("ngày nghỉ hằng tuần, không tính", "a weekly day off, not counted"),
    What.holiday: ("ngày lễ, không tính", "a holiday, not counted"),
    What.stopped: ("tạm dừng{reason}: tính {counted}{left}", "stopped{reason}: {counted} counted{left}"),
    What.restarts: (
        "hết tạm dừng{reason} lúc {moment}: tính lại từ đầu",
        "the pause{reason} ends at {moment}: counted afresh",
    ),
    What.waits: ("đang tạm dừng{reason} từ {moment}: chưa có hạn", "paused{reason} since {moment}: not due yet"),
    What.added: ("cộng {counted} do tạm dừng{reason}", "{counted} added for a stop{reason}"),
    What.moved: ("rơi vào ngày nghỉ: chuyển sang ngày làm việc kế tiếp", "a day off: the next working day instead"),
    What.due: ("đến hạn lúc {moment}", "due at {moment}"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line. counted, left: working minutes, or days of calendar terms. moment: local wall time."""

    day: date
    what: What
    counted: int = 0
    left: int = 0
    in_days: bool = False
    reason: str = ""
    moment: datetime | None = None

    def words(self, locale: str = "vi") -> str:
        """Return the line as a sentence in a language."""
        english = locale == "en"
        said = SAID[self.what][int(english)].format(
            counted=self._amount(self.counted, english=english),
            left=self._left(english=english),
            reason=f" ({self.reason})" if self.reason else "",
            moment=f"{self.moment:%H:%M %d/%m/%Y}" if self.moment else "",
        )
        return said.strip()

    def _left(self, *, english: bool) -> str:
        if self.in_days:
            return ""
        amount = self._amount(self.left, english=english)
        return f", {amount} left" if english else f", còn {amount}"

    def _amount(self, amount: int, *, english: bool) -> str:
        if self.in_days:
            return f"{amount} {'days' if english else 'ngày'}"
        hours, minutes = divmod(amount, 60)
        hour, minute = ("h", "min") if english else ("giờ", "phút")
        return " ".join(f"{n} {word}" for n, word in ((hours, hour), (minutes, minute)) if n) or f"0 {minute}"


@dataclass(frozen=True, slots=True)
class Reckoning:
    """When work is due, and how that came about. due: None without a term or while a pause is open.

    open_since, open_reason: the open pause for which there is no deadline yet.
    """

    due: datetime | None
    lines: tuple[Line, ...]
    open_since: datetime | None = None
    open_reason: str = ""


def reckon(term: Term | None, received: datetime, pauses: Sequence[Pause], calendar: WorkingCalendar) -> Reckoning:
    """Return the deadline with its explanation; ``reckon(...).due == due(...)``.

    received: local wall time, naive. Raises ValueError as ``due`` does.
    """
    if term is None:
        return Reckoning(None, ())
    hours = hours_of(calendar)
    trail = runs(hours, term, received, pauses)
    lines = tuple(line for run in trail for line in _of_run(run, term, pauses, calendar, hours))
    last = trail[-1]
    if last.ended_by is not None and last.ended_by.end == OPEN:
        waited = pauses[last.ended_by.which]
        return Reckoning(None, lines, waited.start, waited.reason)
    return Reckoning(due(term, received, pauses, calendar), lines)


def _of_run(run: Run, term: Term, pauses: Sequence[Pause], calendar: WorkingCalendar, hours: Hours) -> Iterator[Line]:
    in_days = term.unit not in (TermUnit.working_day, TermUnit.working_hour)
    begins = from_minutes(run.start)
    yield Line(begins.date(), What.starts, in_days=in_days, moment=begins)
    until = run.due if run.due is not None else run.ended_by.start if run.ended_by else run.start
    if in_days:
        yield from _dates(run, term, pauses, hours)
    else:
        yield from _minutes(run, term, pauses, calendar, hours, until)
    yield from _ending(run, pauses)


def _minutes(
    run: Run, term: Term, pauses: Sequence[Pause], calendar: WorkingCalendar, hours: Hours, until: int
) -> Iterator[Line]:
    left = amount_of(term, hours.per_day)
    for day in range(run.start // DAY, until // DAY + 1):
        begin, end = max(run.start, day * DAY), min(until, (day + 1) * DAY)
        if end <= begin:
            continue
        lost, reason = _lost(hours, run.lost, pauses, begin, end)
        counted = hours.worked_before(end) - hours.worked_before(begin) - lost
        left -= counted
        on = date.fromordinal(day)
        yield Line(on, _kind(on, calendar, lost), counted, left, reason=reason)


def _lost(hours: Hours, stops: Sequence[Stretch], pauses: Sequence[Pause], begin: int, end: int) -> tuple[int, str]:
    """Return the worked minutes of a stretch that lie in stops, each once, and the reasons."""
    lost, counted_to, reasons = 0, begin, []
    for stop in stops:
        first, last = max(stop.start, counted_to), min(stop.end, end)
        if last > first:
            lost += hours.worked_before(last) - hours.worked_before(first)
            counted_to = last
            reasons.append(pauses[stop.which].reason)
    return lost, ", ".join(dict.fromkeys(filter(None, reasons)))


def _kind(day: date, calendar: WorkingCalendar, lost: int) -> What:
    if lost:
        return What.stopped
    if day in calendar.swapped:
        return What.swapped
    if calendar.is_working_day(day):
        return What.counted
    return What.holiday if day in calendar.holidays else What.off


def _dates(run: Run, term: Term, pauses: Sequence[Pause], hours: Hours) -> Iterator[Line]:
    if run.due is None:
        return
    first = run.start // DAY
    last = last_day_of(term.unit, amount_of(term, hours.per_day), first)
    yield Line(date.fromordinal(last), What.counted, last - first, in_days=True)
    counted_to = first
    for stop in run.lost:
        begin = max(stop.start // DAY, counted_to)
        counted_to = stop.end // DAY
        last += counted_to - begin
        reason = pauses[stop.which].reason
        yield Line(date.fromordinal(begin), What.added, counted_to - begin, in_days=True, reason=reason)
    if run.due // DAY != last:
        yield Line(date.fromordinal(last), What.moved, in_days=True)


def _ending(run: Run, pauses: Sequence[Pause]) -> Iterator[Line]:
    if run.due is not None:
        moment = from_minutes(run.due)
        yield Line(moment.date(), What.due, moment=moment)
        return
    if run.ended_by is None:
        return
    paused = pauses[run.ended_by.which]
    if paused.end is None:
        yield Line(paused.start.date(), What.waits, reason=paused.reason, moment=paused.start)
    elif paused.effect is Effect.restart:
        yield Line(paused.end.date(), What.restarts, reason=paused.reason, moment=paused.end)
