"""The pages around what DocC wrote: they find the site's root by themselves, so that it can lie under any path."""

from __future__ import annotations

import shutil
from pathlib import Path

# DocC's pages are one script that is told where the site lies; it would be told once and for all, when the site is
# built. A page of it lies below /documentation/, however the host writes the end of its address.
_FIND_ROOT = (
    "<script>"
    'var place = location.pathname, folder = place.lastIndexOf("/documentation");'
    'var baseUrl = folder < 0 ? "/" : place.slice(0, folder + 1);'
    "document.write('<base href=\"' + baseUrl + '\">')"
    "</script>"
)
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


def free_of_place(site: Path, front: str) -> None:
    """Makes every page of DocC's find the root of the site, and writes the page at that root: it leads to `front`."""
    for page in site.glob("documentation/**/index.html"):
        html = page.read_text(encoding="utf-8")
        if _TOLD not in html:
            raise RuntimeError(f"{page}: this DocC writes other pages than those that are known here")
        html = html.replace(_TOLD, "")
        # Before anything that is loaded.
        html = html.replace('<meta charset="utf-8">', f'<meta charset="utf-8">{_FIND_ROOT}', 1)
        for attribute in ("href", "src"):
            html = html.replace(f'{attribute}="/', f'{attribute}="')
        page.write_text(html, encoding="utf-8")
    (site / "index.html").write_text(_FRONT.format(address=front), encoding="utf-8")


def without_leftovers(site: Path) -> None:
    """Takes away what only further runs of DocC would read, and pages for tutorials, which there are none of."""
    for name in ("link-hierarchy.json", "linkable-entities.json", "metadata.json", "documentation-coverage.json"):
        (site / name).unlink(missing_ok=True)
    shutil.rmtree(site / "tutorials", ignore_errors=True)
