// Hexagons or boundaries, coloured by classes that the legend names in words; the label's ink is chosen by its tile.
import { formatter } from "./numbers.js";
import { tooltip, tooltipContent } from "./parts.js";
import { inkOn, SYMBOLS } from "./tokens.js";

export async function map(data, tokens, { echarts, element }) {
  const format = formatter(data);
  const shapes = await shapesOf(data, element);
  const byCode = new Map(data.items.map((item) => [String(item.code), item]));
  const name = `songbe-${element.id || "map"}`;
  echarts.registerMap(name, shapes);
  legend(element, data.classes ?? [], tokens);
  return {
    tooltip: tooltip(tokens, {
      trigger: "item",
      formatter: ({ data: item }) => tooltipContent(item.label_name, [format(item.value)]),
    }),
    series: [
      {
        type: "map",
        map: name,
        nameProperty: "code",
        // Plane coordinates for hexagons; near the equator a degree is as long one way as the other.
        aspectScale: 1,
        layoutCenter: ["50%", "50%"],
        layoutSize: "96%",
        selectedMode: false,
        emphasis: { label: { show: true }, itemStyle: { areaColor: null, borderColor: tokens.ink, borderWidth: 2 } },
        data: shapes.features.map(({ properties }) => oneTile(byCode.get(String(properties.code)), properties, { data, tokens, format })),
      },
    ],
  };
}

async function shapesOf({ shapes, shapes_url: url }) {
  if (shapes) return shapes;
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.json();
}

function oneTile(item, properties, { data, tokens, format }) {
  const colour = colourOf(item, data, tokens);
  const ink = inkOn(colour, "#14202b", "#ffffff");
  const words = item?.name ?? properties.name ?? String(properties.code);
  const text = inTwoLines(words).map((part) => `{name|${part}}`);
  if (item) text.push(`{value|${[format(item.value), SYMBOLS[item.status]].filter(Boolean).join(" ")}}`);
  return {
    name: String(properties.code),
    value: item?.value ?? null,
    label_name: words,
    href: item?.href,
    itemStyle: { areaColor: colour, borderColor: tokens.paper, borderWidth: 2 },
    emphasis: { itemStyle: { areaColor: colour }, label: { color: ink } },
    label: {
      show: true,
      color: ink,
      formatter: text.join("\n"),
      rich: {
        name: { fontFamily: tokens.font, fontSize: tokens.size * 0.85, color: ink, align: "center", lineHeight: tokens.size * 1.2 },
        value: { fontFamily: tokens.font, fontSize: tokens.size, fontWeight: 600, color: ink, align: "center", lineHeight: tokens.size * 1.3 },
      },
    },
  };
}

// A long name is broken at the space nearest its middle, so that it stays on its tile.
function inTwoLines(words) {
  const middle = words.length / 2;
  const spaces = [...words.matchAll(/ /g)].map(({ index }) => index);
  if (words.length <= 10 || !spaces.length) return [words];
  const at = spaces.reduce((best, each) => (Math.abs(each - middle) < Math.abs(best - middle) ? each : best));
  return [words.slice(0, at), words.slice(at + 1)];
}

function colourOf(item, { classes = [] }, tokens) {
  if (!item || item.value === null || item.value === undefined) return tokens.rule;
  const at = classes.findIndex(({ min = -Infinity, max = Infinity }) => item.value >= min && item.value < max);
  return tokens.scale[at < 0 ? classes.length - 1 : at] ?? tokens.scale[0];
}

function legend(element, classes, tokens) {
  element.querySelector("[data-chart-legend]")?.remove();
  if (!classes.length) return;
  const list = document.createElement("ul");
  list.setAttribute("data-chart-legend", "");
  list.className = "chart-legend";
  classes.forEach(({ label }, at) => {
    const entry = document.createElement("li");
    const swatch = document.createElement("span");
    swatch.className = "chart-swatch";
    swatch.style.backgroundColor = tokens.scale[at];
    entry.append(swatch, label);
    list.append(entry);
  });
  element.append(list);
}
