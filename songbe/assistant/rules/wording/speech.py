"""From a result to a sentence: by templates, with the numbers of the result and no others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from songbe.assistant.rules.query import Operation, Query, Refusal
from songbe.assistant.rules.result import Line, Result
from songbe.assistant.rules.wording import en, ja, ko, vi, zh
from songbe.assistant.rules.wording.names import Names, day_label, number, period_label
from songbe.kernel.numbers import round_half_up

PHRASES: Mapping[str, Mapping[str, str]] = {
    "vi": vi.PHRASES,
    "en": en.PHRASES,
    "zh": zh.PHRASES,
    "ja": ja.PHRASES,
    "ko": ko.PHRASES,
}
MOST_LISTED = 12
_SCALES = (("billion", 10**9), ("million", 10**6))


@dataclass(frozen=True, slots=True)
class Speech:
    """Somebody who says results in a language. now: the day it is said."""

    language: str
    names: Names
    now: date

    def say(self, result: Result) -> str:
        """Return the answer to a result, with its source; or why there is none."""
        if result.refusal is not None:
            return self.refuse(result)
        said = {
            Operation.series: self._series,
            Operation.compare: self._compare,
            Operation.rank: self._rank,
            Operation.filter: self._filter,
            Operation.rank_of: self._rank_of,
            Operation.target_gap: self._target,
            Operation.definition: self._definition,
            Operation.explain: self._explain,
        }.get(result.query.operation, self._value)(result)
        return said if result.query.operation is Operation.definition else said + self.source(result)

    def phrase(self, key: str, /, **words: object) -> str:
        """Return a sentence or part of one. Raises KeyError for a name that no language has."""
        return PHRASES[self.language][key].format(**words)

    def source(self, result: Result) -> str:
        """Return where the figures come from and how far they reach."""
        line = newest(result)
        named = "" if line is None else self.source_of(line)
        if line is None or not named:
            return ""
        if not line.as_of:
            return self.phrase("source_undated", source=named)
        return self.phrase("source", source=named, as_of=day_label(date.fromisoformat(line.as_of), self.language))

    def source_of(self, line: Line) -> str:
        """Return who says a figure: whom it was published or reported by, or the records here."""
        return self.phrase("counted") if line.counted else line.source

    def value(self, line: Line) -> str:
        """Return a figure with its qualifier and unit."""
        if line.value is None:
            return self.phrase("none")
        amount = self.amount(line.value, line.unit, line.decimals)
        return self.phrase(line.qualifier, value=amount) if line.qualifier else amount

    def amount(self, value: Decimal, unit: str, digits: int) -> str:
        """Return an amount of a unit."""
        known = self.names.units[unit]
        if known.kind == "percent":
            return self.phrase("per_cent", value=number(value, digits, self.language))
        if known.vnd:
            for name, scale in _SCALES:
                if abs(value) >= scale:
                    return self.phrase(name, value=self._scaled(value, scale))
        return self.phrase("with_unit", value=number(value, digits, self.language), unit=known.name.say(self.language))

    def _scaled(self, value: Decimal, scale: int) -> str:
        short = round_half_up(value / scale, 2).normalize()
        return number(short, max(0, -int(short.as_tuple().exponent)), self.language)

    def change(self, value: Decimal, line: Line) -> str:
        """Return the size of a change; of a percentage in points."""
        size, digits = abs(value), max(line.decimals, -int(value.normalize().as_tuple().exponent or 0))
        if self.names.units[line.unit].kind == "percent":
            return self.phrase("with_unit", value=number(size, digits, self.language), unit=self.phrase("point"))
        return self.amount(size, line.unit, digits)

    def name(self, code: str) -> str:
        """Return what an indicator is called."""
        return self.names.indicators[code].say(self.language)

    def place(self, code: str) -> str:
        """Return what a place or a group of places is called."""
        known = self.names.places.get(code)
        return known.say(self.language) if known else self.phrase(f"group_{code}")

    def period(self, period: object) -> str:
        """Return what a period is called."""
        return period_label(period, self.language)  # type: ignore[arg-type]

    def _of(self, line: Line) -> dict[str, object]:
        return {
            "name": self.name(line.indicator),
            "place": self.place(line.place),
            "period": self.period(line.period),
            "value": self.value(line),
        }

    def _marks(self, result: Result) -> str:
        words = []
        for warning in result.warnings:
            covered = next((line.covered for line in result.lines if line.covered is not None), None)
            words.append(self.phrase(warning.value, covered=self.period(covered) if covered else ""))
        return f" ({'; '.join(words)})" if words else ""

    def _value(self, result: Result) -> str:
        first = result.lines[0]
        if len(result.lines) == 1 and not first.label:
            return self.phrase("value", **self._of(first), marks=self._marks(result))
        if len(result.lines) == 1 or any(line.label for line in result.lines):
            parts = "; ".join(self._part(line) for line in result.lines if line.label)
            told = self._of(first) | {"value": parts if first.label else f"{self.value(first)} ({parts})"}
            return self.phrase("value", **told, marks=self._marks(result))
        lines = "; ".join(f"{self.period(line.period)}: {self.value(line)}" for line in result.lines)
        return self.phrase(
            "value_many",
            name=self.name(first.indicator),
            place=self.place(first.place),
            lines=lines,
            marks=self._marks(result),
        )

    def _part(self, line: Line) -> str:
        known = self.names.labels.get(line.label)
        return self.phrase("part", label=known.say(self.language) if known else line.label, value=self.value(line))

    def _series(self, result: Result) -> str:
        lines = result.lines
        there = [line for line in lines if line.value is not None]
        query, grain = result.query, self.phrase(result.query.grain or "month")
        told = self._of(there[0]) | {"grain": grain, "marks": self._marks(result)}
        if len({line.place for line in lines}) > 1:
            ends = "; ".join(
                f"{self.place(line.place)}, {self.period(line.period)}: {self.value(line)}"
                for line in there[:MOST_LISTED]
            )
            return self.phrase("series_many", **told | {"lines": ends, "period": self._whole(query, lines)})
        first, last = there[0], there[-1]
        if len(there) == 1:
            return self.phrase("series_one", **told, first=self.value(first), first_at=self.period(first.period))
        high, low = lines[result.derived.highest], lines[result.derived.lowest]
        return self.phrase(
            "series",
            **told | {"period": self._whole(query, lines)},
            first=self.value(first),
            first_at=self.period(first.period),
            moved=self.phrase(f"moved_{_way(result.derived.change)}"),
            last=self.value(last),
            last_at=self.period(last.period),
            highest=self.value(high),
            highest_at=self.period(high.period),
            lowest=self.value(low),
            lowest_at=self.period(low.period),
        )

    def _whole(self, query: Query, lines: Sequence[Line]) -> str:
        return self.period(query.period or lines[0].period)

    def _changed(self, result: Result, line: Line) -> str:
        change, percent = result.derived.change, result.derived.percent
        if not change:
            return self.phrase("changed_same")
        is_rate = self.names.units[line.unit].kind == "percent"
        said = (
            "" if percent is None or is_rate else self.phrase("percent", percent=number(abs(percent), 1, self.language))
        )
        return self.phrase(f"changed_{_way(change)}", change=self.change(change, line), percent=said)

    def _compare(self, result: Result) -> str:
        first, marks = result.lines[0], self._marks(result)
        if result.before:
            return " ".join(
                self._versus(result, line, before, marks)
                for line, before in zip(result.lines, result.before, strict=True)
            )
        if len(result.query.indicators) > 1:
            lines = "; ".join(
                self.phrase("part", label=self.name(line.indicator), value=self.value(line)) for line in result.lines
            )
            return self.phrase("indicators", **self._of(first) | {"lines": lines, "marks": marks})
        if len(result.query.places) > 1:
            lines = "; ".join(
                self.phrase("line", place=self.place(line.place), value=self.value(line)) for line in result.lines
            )
            return self.phrase("places", **self._of(first) | {"lines": lines, "gap": self._gap(result), "marks": marks})
        lines = "; ".join(
            self.phrase("part", label=self.period(line.period), value=self.value(line)) for line in result.lines
        )
        gap = (
            self.phrase("gap_periods", changed=self._changed(result, first))
            if result.derived.change is not None
            else ""
        )
        return self.phrase("periods", **self._of(first) | {"lines": lines, "gap": gap, "marks": marks})

    def _gap(self, result: Result) -> str:
        change = result.derived.change
        if change is None:
            return ""
        if not change:
            return self.phrase("gap_same")
        higher = result.lines[0] if change > 0 else result.lines[1]
        return self.phrase("gap", place=self.place(higher.place), change=self.change(change, higher))

    def _versus(self, result: Result, line: Line, before: Line, marks: str) -> str:
        told = self._of(line) | {"before_period": self.period(before.period), "marks": marks}
        if before.value is None or line.value is None:
            return self.phrase("versus_none", **told)
        change = line.value - before.value
        own = result if line is result.lines[0] else _with_change(result, change)
        return self.phrase("versus", **told, before=self.value(before), changed=self._changed(own, line))

    def _rank(self, result: Result) -> str:
        first, query = result.lines[0], result.query
        most = self.phrase("least" if query.order == "asc" else "most")
        told = self._of(first) | {"most": most, "counted": result.derived.counted, "marks": self._marks(result)}
        if query.n == 1:
            if len(result.lines) == 1:
                return self.phrase("rank_one", **told)
            listed = self._joined([self.place(line.place) for line in result.lines[:MOST_LISTED]])
            return self.phrase("rank_equal", **told, places=listed)
        most_listed = query.n or MOST_LISTED
        lines = "; ".join(
            self.phrase("position", position=line.position, place=self.place(line.place), value=self.value(line))
            for line in result.lines[:most_listed]
        )
        return self.phrase("rank_many", **told, lines=lines)

    def _joined(self, words: Sequence[str]) -> str:
        return words[0] if len(words) == 1 else ", ".join(words[:-1]) + self.phrase("and") + words[-1]

    def _rank_of(self, result: Result) -> str:
        line, first = result.lines[0], next(iter(result.before), None)
        leader = ""
        if first is not None and first.place != line.place and line.position > 1:
            leader = self.phrase("rank_of_first", place=self.place(first.place), value=self.value(first))
        told = self._of(line) | {"position": line.position, "counted": result.derived.counted}
        return self.phrase("rank_of", **told, first=leader, marks=self._marks(result))

    def _filter(self, result: Result) -> str:
        query, derived = result.query, result.derived
        code, test = query.indicators[0], query.test
        if test is None:
            raise ValueError("a filter has a test")
        unit = result.lines[0].unit if result.lines else result.text("unit")
        if test.value is None:
            tested = self.phrase("test_met" if test.meets else "test_missed")
        else:
            digits = max(0, -int(test.value.normalize().as_tuple().exponent))
            amount = self.amount(test.value, unit, digits) if unit else number(test.value, digits, self.language)
            tested = self.phrase(f"test_{test.sign}", value=amount)
        told = {
            "name": self.name(code),
            "test": tested,
            "period": self.period(query.period),
            "counted": derived.counted,
            "fulfil": derived.fulfil,
            "marks": self._marks(result),
        }
        if not result.lines:
            return self.phrase("filter_none", **told)
        lines = "; ".join(
            self.phrase("line", place=self.place(line.place), value=self.value(line))
            for line in result.lines[:MOST_LISTED]
        )
        return self.phrase("filter_all" if derived.fulfil == derived.counted else "filter", **told, lines=lines)

    def _target(self, result: Result) -> str:
        line, left = result.lines[0], result.derived.missing
        target = "" if line.target is None else self.amount(line.target, line.unit, _digits(line.target, line.decimals))
        told = self._of(line) | {"target": target, "marks": self._marks(result)}
        if not left:
            return self.phrase("target_met", **told)
        over = line.value is not None and line.target is not None and line.value > line.target
        return self.phrase("target_over" if over else "target_missing", **told, missing=self.change(left, line))

    def _definition(self, result: Result) -> str:
        unit = self.names.units[result.text("unit")].name.say(self.language)
        text = result.text("definition")
        return self.phrase(
            "definition",
            name=self.name(result.query.indicators[0]),
            definition=text if text.endswith((".", "!", "?")) else f"{text}.",
            unit=unit,
            owner=result.text("owner_vi" if self.language == "vi" else "owner_en"),
            source=result.text("source"),
        )

    def _explain(self, result: Result) -> str:
        line, before = result.lines[0], result.before[0]
        told = self._of(line) | {"before_period": self.period(before.period), "marks": self._marks(result)}
        if before.value is None:
            return self.phrase("versus_none", **told)
        return self.phrase(
            "explained",
            **told,
            before=self.value(before),
            changed=self._changed(result, line),
            parts=self._parts(result),
        )

    def _parts(self, result: Result) -> str:
        if not result.by:
            return self.phrase("parts_none")
        lines = [
            self.phrase(
                "share",
                place=self.place(line.place) if result.by == "place" else self.period(line.period),
                share=self._signed(line),
            )
            for line in result.lines[1:]
        ]
        return self.phrase(f"parts_{result.by}", lines="; ".join(lines))

    def _signed(self, line: Line) -> str:
        share = line.share or Decimal(0)
        return f"{'+' if share > 0 else '−' if share < 0 else ''}{self.change(share, line)}"

    def refuse(self, result: Result) -> str:
        """Return why there is no answer, and what exists nearest."""
        why, query = result.refusal, result.query
        if why is None:
            raise ValueError("nothing was refused")
        near = result.nearest
        period = near.period or query.period
        place = query.places[0] if query.places else query.group.code if query.group else self.names.home
        offered = ""
        if near.period is not None:
            offered = self.phrase("near_period", period=self.period(near.period))
        elif near.place:
            offered = self.phrase("near_place", place=self.place(near.place))
        code = query.indicators[0] if query.indicators else near.indicator
        told = {
            "said": result.said,
            "home": self.place(self.names.home),
            "period": self.period(query.period) if query.period else "",
            "name": self.name(code) if code else "",
            "place": self.place(place),
            "near": offered,
            "levels": ", ".join(self.phrase(f"tier_{tier}") for tier in self.names.levels.get(code, ())),
        }
        if why is Refusal.no_indicator and code and period is None:
            return self.phrase("no_indicator_near", near=self.name(code))
        return self.phrase(why.value, **told)


def _way(change: Decimal | None) -> str:
    return "same" if not change else "up" if change > 0 else "down"


def _with_change(result: Result, change: Decimal) -> Result:
    return replace(result, derived=replace(result.derived, change=change, percent=None))


def newest(result: Result) -> Line | None:
    """Return the line whose figure reaches furthest, of those that answer; None where nothing does."""
    there = [line for line in result.lines if line.value is not None] or list(result.before)
    first = result.lines[:1] or tuple(result.before[:1])
    if result.query.operation is Operation.series and there:
        return max(there, key=lambda line: line.as_of)
    return next(iter(first), None)


def _digits(value: Decimal, least: int) -> int:
    return max(least, -int(value.normalize().as_tuple().exponent)) if value % 1 else 0
