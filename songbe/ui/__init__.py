"""Design tokens, base layout, components, charts and maps; no tables."""
