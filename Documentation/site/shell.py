"""The pages around what DocC wrote: they find the site's root by themselves, so that it can lie under any path."""

from __future__ import annotations

import shutil
from pathlib import Path

# DocC's pages are one script that is told where the site lies; it would be told once and for all, when the site is
# built. A page knows where in the site it is, so that the rest of its address is the place of the site.
_FIND_ROOT = (
    "<script>"
    # To the script, the name of the file would be a part of the page's.
    'if (location.pathname.endsWith("/index.html"))'
    'history.replaceState(null, "", location.pathname.slice(0, -10) + location.hash);'
    'var place = decodeURI(location.pathname), own = place.toLowerCase().lastIndexOf("/{page}".toLowerCase());'
    'var baseUrl = own < 0 ? "/" : place.slice(0, own + 1);'
    "document.write('<base href=\"' + baseUrl + '\">');"
    # With a base, links to a place in the same page would lead to that base.
    'document.addEventListener("click", event => {'
    "const link = event.target.closest('a[href^=\"#\"]');"
    "if (link && link.hash.length > 1) { event.preventDefault(); location.hash = link.hash; }"
    "});"
    "</script>"
    # Lines of 120 characters; and C is called Objective-C.
    "<style>.code-listing pre, .code-listing code { font-size: 13px !important }"
    ".language-container { display: none !important }</style>"
)
# What DocC's script shows above every page: ways from one tree of pages to the others.
_HEADER = """<template id="custom-header"><nav style="{style}">{links}</nav></template>"""
_STYLE = (
    "display:flex;flex-wrap:wrap;gap:0 1.5em;padding:.6em 1.3em;font:600 14px/1.5 system-ui,sans-serif;"
    "border-bottom:1px solid rgba(128,128,128,.3)"
)
_LINK_STYLE = "color:inherit;text-decoration:none"
_TOLD = '<script>var baseUrl = "/"</script>'

_FRONT = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>RtDeep</title>
<meta http-equiv="refresh" content="0; url={address}/">
<link rel="icon" href="favicon.ico">
<p><a href="{address}/">RtDeep: documentation</a></p>
</html>
"""


def free_of_place(site: Path, front: str, ways: dict[str, str]) -> None:
    """Makes every page of DocC's find the root of the site, and writes the page at that root: it leads to `front`."""
    links = "".join(f'<a style="{_LINK_STYLE}" href="{address}">{name}</a>' for name, address in ways.items())
    header = _HEADER.format(style=_STYLE, links=links)
    for page in site.glob("documentation/**/index.html"):
        html = page.read_text(encoding="utf-8")
        if _TOLD not in html:
            raise RuntimeError(f"{page}: this DocC writes other pages than those that are known here")
        html = html.replace(_TOLD, "")
        found = _FIND_ROOT.replace("{page}", page.parent.relative_to(site).as_posix())
        html = html.replace('<div id="app">', f'{header}<div id="app">', 1)
        # Before anything that is loaded.
        html = html.replace('<meta charset="utf-8">', f'<meta charset="utf-8">{found}', 1)
        for attribute in ("href", "src"):
            html = html.replace(f'{attribute}="/', f'{attribute}="')
        page.write_text(html, encoding="utf-8")
    (site / "index.html").write_text(_FRONT.format(address=front), encoding="utf-8")


def without_leftovers(site: Path) -> None:
    """Takes away what only further runs of DocC would read, and pages for tutorials, which there are none of."""
    for name in ("link-hierarchy.json", "linkable-entities.json", "metadata.json", "documentation-coverage.json"):
        (site / name).unlink(missing_ok=True)
    shutil.rmtree(site / "tutorials", ignore_errors=True)
