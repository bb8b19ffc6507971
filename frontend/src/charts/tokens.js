// Colours and sizes come from the page's CSS custom properties, so that a chart and its page never differ.

export function readTokens(element) {
  const style = getComputedStyle(element);
  const read = (name, otherwise) => style.getPropertyValue(name).trim() || otherwise;
  return {
    font: style.fontFamily,
    size: parseFloat(style.fontSize) || 14,
    // Lines, dots and bars grow with the words of a wall.
    growth: Math.max(1, (parseFloat(style.fontSize) || 14) / 16),
    ink: read("--ink", "#14202b"),
    quiet: read("--ink-quiet", "#4a5a68"),
    rule: read("--rule", "#d8dee4"),
    paper: read("--paper", "#ffffff"),
    target: read("--target", "#8a4b00"),
    series: [1, 2, 3, 4].map((n) => read(`--series-${n}`, ["#0b5394", "#b45309", "#3f7d58", "#6b4fa0"][n - 1])),
    scale: [1, 2, 3, 4, 5].map((n) => read(`--scale-${n}`, ["#deebf7", "#a9cbe8", "#6aa5d3", "#2f79b5", "#0b4a83"][n - 1])),
    status: {
      met: read("--met", "#0f7a4d"),
      "on-track": read("--on-track", "#0f7a4d"),
      "at-risk": read("--at-risk", "#8a4b00"),
      missed: read("--missed", "#b3261e"),
      "no-target": read("--no-target", "#5b6b7a"),
    },
  };
}

// Symbols stand beside the colour, because one reader in twelve does not see the colour.
export const SYMBOLS = { met: "✓", "on-track": "✓", "at-risk": "!", missed: "✗" };

// Returns the ink that reads better on a background given as #rrggbb (WCAG 2.2, relative luminance).
export function inkOn(background, dark, light) {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = parseInt(background.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return luminance > 0.179 ? dark : light;
}
