"""The colours of `look` as style sheets, for light and dark pages and for print."""

from __future__ import annotations

from .look import EDGE_LOOKS, STATE_LOOKS


def colour_sheet() -> str:
    """Custom properties for both themes, and the rules that use them, state by state."""
    light, dark = _properties("light"), _properties("dark")
    rules = [
        f".state-{state}{{--fill:var(--fill-{state});--edge:var(--edge-{state});"
        f"--ink:var(--ink-{state})}}"
        for state in STATE_LOOKS
    ]
    for kind, look in EDGE_LOOKS.items():
        dashes = f";stroke-dasharray:{look.dashes}" if look.dashes else ""
        rules.append(
            f".kind-{kind}{{stroke:var(--line-{kind});marker-end:url(#arrow-{kind}){dashes}}}"
        )
        rules.append(f".arrow-{kind}{{fill:var(--line-{kind})}}")
    return "\n".join(
        [
            f":root{{{light}}}",
            f"@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}",
            f":root[data-theme=dark]{{{dark}}}",
            # Paper is white, whatever the screen was.
            f"@media print{{:root:root:root{{{light}}}}}",
            *rules,
            "",
        ]
    )


def _properties(theme: str) -> str:
    values = {}
    for state, look in STATE_LOOKS.items():
        colours = look.light if theme == "light" else look.dark
        values[f"fill-{state}"] = colours.fill
        values[f"edge-{state}"] = colours.line
        values[f"ink-{state}"] = colours.ink
    for kind, edge in EDGE_LOOKS.items():
        values[f"line-{kind}"] = edge.light if theme == "light" else edge.dark
    page = {
        "light": "paper:#fcfcfd;panel:#ffffff;text:#1c2127;quiet:#5c6570;rule:#d8dde3;"
        "accent:#0b5cad;in:#0b5cad;out:#b3480a;hit:#ffdf3d;button:#f1f3f5",
        "dark": "paper:#101317;panel:#181c21;text:#e7eaee;quiet:#9aa4af;rule:#333a43;"
        "accent:#7cb8f5;in:#7cb8f5;out:#f2a266;hit:#8d7400;button:#262c34",
    }[theme]
    values.update(dict(pair.split(":") for pair in page.split(";")))
    return (
        ";".join(f"--{name}:{value}" for name, value in values.items()) + f";color-scheme:{theme}"
    )
