// Draws every [data-chart] element from the JSON that stands inside it. Words and order come from the server: what a
// chart shows is what the table beside it says. See frontend/README.md for the data of each kind.
import { BarChart, LineChart, MapChart } from "echarts/charts";
import { GeoComponent, GridComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { LabelLayout } from "echarts/features";
import { CanvasRenderer } from "echarts/renderers";

import { bar } from "./bar.js";
import { line } from "./line.js";
import { map } from "./map.js";
import { readTokens } from "./tokens.js";

echarts.use([
  BarChart,
  LineChart,
  MapChart,
  GeoComponent,
  GridComponent,
  LabelLayout,
  MarkLineComponent,
  TooltipComponent,
  CanvasRenderer,
]);

const KINDS = { bar, line, map };
const drawn = new Map();
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

async function draw(element) {
  const kind = KINDS[element.dataset.chart];
  const source = element.querySelector('script[type="application/json"]');
  if (!kind || !source) throw new Error(`no chart "${element.dataset.chart}" or no data`);
  const data = JSON.parse(source.textContent);
  const canvas = element.querySelector("[data-chart-canvas]") ?? addCanvas(element);
  const tokens = readTokens(element);
  const option = await kind(data, tokens, { echarts, element });
  const chart = echarts.init(canvas, null, { renderer: "canvas" });
  chart.setOption({
    animation: !calm.matches,
    animationDuration: 300,
    textStyle: { fontFamily: tokens.font, fontSize: tokens.size, color: tokens.ink },
    ...option,
  });
  chart.on("click", ({ data: item }) => follow(item?.href));
  sayWhereItBegins(chart, element);
  const watcher = new ResizeObserver(() => chart.resize());
  watcher.observe(canvas);
  drawn.set(element, { chart, watcher });
}

function addCanvas(element) {
  const canvas = document.createElement("div");
  canvas.setAttribute("data-chart-canvas", "");
  canvas.className = "chart-canvas";
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", element.getAttribute("aria-label") ?? "");
  element.append(canvas);
  return canvas;
}

// A line whose axis does not begin at zero looks steeper than it is: the page says so, in its own words.
function sayWhereItBegins(chart, element) {
  const note = element.parentElement.querySelector("[data-chart-note]");
  const axis = chart.getModel().getComponent("yAxis")?.axis;
  if (note && axis?.type === "value") note.textContent = axis.scale.getExtent()[0] > 0 ? element.dataset.notZero : "";
}

function follow(href) {
  if (!href) return;
  const target = new URL(href, window.location.href);
  if (target.origin === window.location.origin) window.location.assign(target);
}

async function drawAll(root) {
  const found = [...root.querySelectorAll("[data-chart]")].filter((each) => !each.dataset.chartState);
  if (root.matches?.("[data-chart]") && !root.dataset.chartState) found.push(root);
  for (const element of found) element.dataset.chartState = "drawing";
  await fontsReady();
  await Promise.all(found.map(drawOrTell));
}

async function drawOrTell(element) {
  try {
    await draw(element);
    element.dataset.chartState = "ready";
  } catch (error) {
    // The table beside the chart says the same: a reader loses the picture, not the figures.
    element.dataset.chartState = "failed";
    console.error(error);
  }
}

// Canvas does not draw again when a font arrives. Three letters that only the Vietnamese subset has fetch that file too.
function fontsReady() {
  const wanted = ['400 14px "Be Vietnam Pro"', '600 14px "Be Vietnam Pro"'];
  const loaded = Promise.all(wanted.map((font) => document.fonts.load(font, "aạưđ"))).catch(() => undefined);
  return Promise.race([loaded, new Promise((resolve) => setTimeout(resolve, 2000))]);
}

function forget(element) {
  for (const [each, { chart, watcher }] of drawn) {
    if (element !== each && !element.contains(each)) continue;
    watcher.disconnect();
    chart.dispose();
    delete each.dataset.chartState;
    drawn.delete(each);
  }
}

function drawAgain() {
  const elements = [...drawn.keys()];
  elements.forEach(forget);
  drawAll(document);
}

document.addEventListener("DOMContentLoaded", () => drawAll(document));
document.addEventListener("htmx:load", ({ detail }) => drawAll(detail.elt));
document.addEventListener("htmx:beforeCleanupElement", ({ detail }) => forget(detail.elt));
window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAgain);
window.addEventListener("beforeprint", () => drawn.forEach(({ chart }) => chart.resize()));
