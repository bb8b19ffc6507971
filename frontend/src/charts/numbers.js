// Numbers as the page's language writes them: 10.035,5 and 84,05 % in Vietnamese.

export function formatter({ unit = "", digits = 0 } = {}) {
  const language = document.documentElement.lang || "vi";
  const number = new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return (value) => (value === null || value === undefined ? "–" : joined(number.format(value), unit));
}

// An axis writes round numbers: without the decimals that a single figure shows.
export function axisFormatter({ unit = "" } = {}) {
  const number = new Intl.NumberFormat(document.documentElement.lang || "vi", { maximumFractionDigits: 2 });
  return (value) => joined(number.format(value), unit);
}

// English writes no space before the sign of per cent; Vietnamese does.
function joined(number, unit) {
  const gap = unit === "%" && document.documentElement.lang === "en" ? "" : "\u00a0";
  return unit ? number + gap + unit : number;
}
