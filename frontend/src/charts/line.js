// Lines over periods, each named at its end; a target is a named line; what is provisional is dashed. The first line is
// what the page speaks of, the others are what it is held against and stay quiet.
import { axisFormatter, formatter } from "./numbers.js";
import { categoryAxis, targetLine, tooltip, tooltipContent, valueAxis } from "./parts.js";

export function line(data, tokens) {
  const format = formatter(data);
  const many = data.series.length > 1;
  return {
    grid: { left: 4, right: many ? 64 : 24, top: 24, bottom: 4, containLabel: true },
    tooltip: tooltip(tokens, { trigger: "axis", formatter: (points) => said(points[0].dataIndex, data, format) }),
    xAxis: periodAxis(data, tokens),
    yAxis: valueAxis(tokens, axisFormatter(data), { fromZero: data.from_zero ?? false, ...limits(data) }),
    series: data.series.flatMap((one, index) => oneLine(one, index, { data, tokens, many })),
  };
}

function periodAxis({ periods }, tokens) {
  const axis = categoryAxis(tokens, periods);
  // The first and the last name stand inside the picture, and a narrow one leaves out names rather than crowd them.
  const label = { ...axis.axisLabel, alignMinLabel: "left", alignMaxLabel: "right", showMinLabel: true, showMaxLabel: true, hideOverlap: true };
  return { ...axis, boundaryGap: false, axisLabel: label };
}

function said(at, { periods, series }, format) {
  const rows = series.map(({ name, values }) => `${name}: ${format(values[at])}`);
  return tooltipContent(periods[at], rows);
}

// The target's name stands at that end and on that side of its line where the other lines are farthest away.
function freeSide({ target, series, periods }) {
  const span = Math.ceil(periods.length * 0.45);
  const ends = { insideStart: [0, span], insideEnd: [periods.length - span, periods.length] };
  const sides = Object.entries(ends).flatMap(([end, [from, to]]) => {
    const known = series.map(({ values }) => values.slice(from, to).filter((value) => value !== null));
    const above = known.map((values) => roomFor(values.map((value) => value - target.value)));
    const below = known.map((values) => roomFor(values.map((value) => target.value - value)));
    return [
      { position: `${end}Top`, room: Math.min(...above) },
      { position: `${end}Bottom`, room: Math.min(...below) },
    ];
  });
  return sides.reduce((best, each) => (each.room > best.room ? each : best)).position;
}

// A line that crosses the target leaves no room on either side.
function roomFor(gaps) {
  const near = gaps.filter((gap) => gap >= 0);
  if (!near.length) return Infinity;
  return near.length < gaps.length ? 0 : Math.min(...near);
}

// The axis must reach the target, or the line that matters most would lie outside the picture.
function limits({ target, from_zero: fromZero }) {
  if (!target || fromZero) return {};
  return {
    min: ({ min, max }) => floorTo(Math.min(min, target.value), step(min, max, target.value), Math.min(min, target.value)),
    max: ({ min, max }) => ceilTo(Math.max(max, target.value), step(min, max, target.value)),
  };
}

const step = (min, max, target) => 10 ** Math.floor(Math.log10(Math.max(max, target) - Math.min(min, target) || 1));
// What is never negative gets no axis below zero.
const floorTo = (value, size, least) => (least >= 0 ? Math.max(0, Math.floor(value / size - 0.2) * size) : Math.floor(value / size - 0.2) * size);
const ceilTo = (value, size) => Math.ceil(value / size + 0.2) * size;

function oneLine({ name, values }, index, { data, tokens, many }) {
  const main = index === 0;
  const colour = main ? tokens.series[0] : tokens.quiet;
  const marks = { symbol: "circle", symbolSize: (main ? 7 : 4) * tokens.growth, z: main ? 3 : 2 };
  const common = { type: "line", name, color: colour, connectNulls: false, labelLayout: { moveOverlap: "shiftY" }, ...marks };
  const firm = main ? (data.provisional_from ?? values.length) : values.length;
  const width = (main ? 2.5 : 1.5) * tokens.growth;
  const endLabel = { show: true, formatter: name, color: colour, fontFamily: tokens.font, fontWeight: main ? 600 : 400 };
  const lines = [
    {
      ...common,
      data: values.map((value, at) => (at < firm ? value : null)),
      lineStyle: { width },
      endLabel: many && firm >= values.length ? endLabel : undefined,
      markLine: main ? targetLine(tokens, data.target, { at: "yAxis", labelPosition: data.target && freeSide(data) }) : undefined,
    },
  ];
  if (firm < values.length) {
    lines.push({
      ...common,
      data: values.map((value, at) => (at >= firm - 1 ? value : null)),
      lineStyle: { width, type: "dashed" },
      endLabel: many ? endLabel : undefined,
    });
  }
  return lines;
}
