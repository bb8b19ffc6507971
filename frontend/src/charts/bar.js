// Bars from zero, lying down so that long Vietnamese names stay whole. Value and state of each bar stand in a column of
// their own on the right, where neither a bar nor the target line crosses them.
import { axisFormatter, formatter } from "./numbers.js";
import { categoryAxis, targetLine, tooltip, tooltipContent, valueAxis } from "./parts.js";
import { SYMBOLS } from "./tokens.js";

export function bar(data, tokens) {
  const format = formatter(data);
  const { items, target } = data;
  const labels = items.map(({ value, status }) => [format(value), SYMBOLS[status]].filter(Boolean).join(" "));
  return {
    grid: { left: 4, right: 4, top: target ? 1.8 * tokens.size : 8, bottom: 4, containLabel: true },
    tooltip: tooltip(tokens, {
      trigger: "item",
      formatter: ({ dataIndex: at }) => tooltipContent(items[at].name, [labels[at], target?.label].filter(Boolean)),
    }),
    xAxis: valueAxis(tokens, axisFormatter(data), { fromZero: true, max: data.max }),
    // The first item on top, as in the table.
    yAxis: [
      { ...categoryAxis(tokens, items.map((item) => item.name)), inverse: true },
      { ...valueColumn(tokens, labels), inverse: true },
    ],
    series: [
      {
        type: "bar",
        name: data.name,
        barMaxWidth: 22 * tokens.growth,
        data: items.map((item) => oneBar(item, tokens)),
        markLine: targetLine(tokens, target, { at: "xAxis", labelPosition: "start" }),
      },
    ],
  };
}

function valueColumn(tokens, labels) {
  const axis = categoryAxis(tokens, labels.map((_, at) => String(at)));
  const label = { ...axis.axisLabel, formatter: (at) => labels[at], interval: 0, fontWeight: 600, fontSize: tokens.size };
  return { ...axis, position: "right", axisLine: { show: false }, axisLabel: label };
}

function oneBar({ value, status, href }, tokens) {
  return { value, href, itemStyle: { color: tokens.status[status] ?? tokens.series[0] }, cursor: href ? "pointer" : "default" };
}
