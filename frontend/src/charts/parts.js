// Parts that the kinds share.

// An element instead of ECharts' own HTML, whose style attributes the content policy forbids.
export function tooltip(tokens, more) {
  return {
    confine: true,
    className: "chart-tooltip",
    backgroundColor: tokens.paper,
    borderColor: tokens.rule,
    padding: 0,
    transitionDuration: 0,
    ...more,
  };
}

export function tooltipContent(title, rows) {
  const box = document.createElement("dl");
  const head = document.createElement("dt");
  head.textContent = title;
  box.append(head);
  for (const text of rows) {
    const row = document.createElement("dd");
    row.textContent = text;
    box.append(row);
  }
  return box;
}

export function valueAxis(tokens, format, { fromZero, min, max }) {
  return {
    type: "value",
    scale: !fromZero,
    min,
    max,
    axisLabel: { color: tokens.quiet, fontSize: 0.85 * tokens.size, formatter: format, hideOverlap: true },
    splitLine: { lineStyle: { color: tokens.rule } },
  };
}

export function categoryAxis(tokens, names) {
  return {
    type: "category",
    data: names,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: tokens.rule } },
    axisLabel: { color: tokens.ink, fontSize: 0.85 * tokens.size },
  };
}

// The target is a named line, and its name stands where nothing cuts it off.
export function targetLine(tokens, target, { at, labelPosition }) {
  if (!target) return undefined;
  return {
    silent: true,
    symbol: "none",
    animation: false,
    lineStyle: { color: tokens.target, type: "dashed", width: 2 },
    label: {
      color: tokens.target,
      fontFamily: tokens.font,
      fontSize: tokens.size,
      formatter: target.label,
      position: labelPosition,
      backgroundColor: tokens.paper,
      padding: [1, 4],
    },
    data: [{ [at]: target.value }],
  };
}
