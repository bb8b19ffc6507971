// Builds what browsers load into songbe/ui/static/songbe/dist/: charts.js, page.js, htmx.min.js, app.css, fonts, licences.
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, "node_modules");
const ui = join(here, "..", "songbe", "ui");
const dist = join(ui, "static", "songbe", "dist");
const font = { package: join(packages, "@fontsource", "be-vietnam-pro"), weights: [400, 500, 600, 700], subsets: ["vietnamese", "latin"] };
// Safari 14 and Chromium 87 still serve many phones in the communes.
const target = ["es2020", "safari14", "chrome87", "firefox78"];
const common = { bundle: true, minify: true, legalComments: "none", target, logLevel: "warning" };

async function fontFaces() {
  const wanted = new RegExp(`(${font.subsets.join("|")})-\\d+-normal\\.woff2`);
  const faces = [];
  for (const weight of font.weights) {
    const css = await readFile(join(font.package, `${weight}.css`), "utf8");
    for (const [face] of css.matchAll(/@font-face\s*{[^}]*}/g)) {
      const file = face.match(wanted)?.[0];
      // "latin-ext" ends in neither subset's name, yet holds the word latin: the file's whole name decides.
      if (!file || face.includes("latin-ext")) continue;
      const name = `be-vietnam-pro-${file}`;
      await cp(join(font.package, "files", name), join(dist, "fonts", name));
      faces.push(face.replace(/src:[^;]*;/, `src: url(fonts/${name}) format("woff2");`));
    }
  }
  if (faces.length !== font.weights.length * font.subsets.length) throw new Error(`found ${faces.length} font faces`);
  return [...faces, ...(await figureFaces())].join("\n");
}

// Digits of one width, for columns: see fonts/tabular.py.
function figureFaces() {
  return Promise.all(
    font.weights.map(async (weight) => {
      const name = `songbe-figures-${weight}.woff2`;
      await cp(join(here, "fonts", name), join(dist, "fonts", name));
      return `@font-face { font-family: "Songbe Figures"; font-weight: ${weight}; font-display: swap;
        src: url(fonts/${name}) format("woff2"); unicode-range: U+30-39, U+2007; }`;
    }),
  );
}

async function styles() {
  const sources = (await readdir(join(ui, "css"))).filter((name) => name.endsWith(".css")).sort();
  const contents = sources.map((name) => `@import "./${name}";`).join("\n");
  const built = await esbuild.build({
    ...common,
    stdin: { contents, resolveDir: join(ui, "css"), loader: "css" },
    external: ["*.woff2", "*.svg", "*.png"],
    write: false,
  });
  const faces = await esbuild.transform(await fontFaces(), { loader: "css", minify: true, target });
  await writeFile(join(dist, "app.css"), faces.code + built.outputFiles[0].text);
}

function scripts() {
  return esbuild.build({
    ...common,
    format: "iife",
    entryPoints: [
      { in: join(here, "src", "charts", "main.js"), out: "charts" },
      { in: join(here, "src", "htmx.js"), out: "htmx.min" },
      { in: join(here, "src", "page", "main.js"), out: "page" },
    ],
    outdir: dist,
  });
}

async function licences() {
  const parts = [];
  for (const name of ["echarts", "zrender", "htmx.org", "@fontsource/be-vietnam-pro"]) {
    const folder = join(packages, name);
    const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|notice)(\.\w+)?$/i.test(file)).sort();
    const texts = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
    parts.push([`${name} ${version} (${license})`, ...texts.map((text) => text.trim())].join("\n\n"));
  }
  await writeFile(join(dist, "LICENSES.txt"), parts.join(`\n\n${"-".repeat(80)}\n\n`) + "\n");
}

await rm(dist, { recursive: true, force: true });
await mkdir(join(dist, "fonts"), { recursive: true });
await Promise.all([scripts(), styles(), licences()]);
