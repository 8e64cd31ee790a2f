"""Debian's Chromium, and what it says of a page."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium")

# The time at which all figures are drawn, in ms since the page began to load.
READY = "document.documentElement.dataset.ready"

# Whether a canvas has more than one colour.
IS_DRAWN = """
(key) => {
  const all = [];
  const look = (root) => {
    for (const one of root.querySelectorAll("*")) {
      if (one.tagName === "CANVAS" && one.width > 0 && one.height > 0) all.push(one);
      if (one.shadowRoot) look(one.shadowRoot);
    }
  };
  look(document.getElementById(key));
  return all.some((canvas) => {
    const pixels = new Uint32Array(
      canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.buffer);
    return new Set(pixels).size > 2;
  });
}
"""


@dataclass
class Visit:
    """A page in the browser."""

    page: Any
    # Everything on the console that is no plain message.
    complaints: list[str] = field(default_factory=list)
    # Addresses that are not in the file itself.
    requests: list[str] = field(default_factory=list)

    @property
    def ready(self) -> float:
        """ms until all figures were drawn."""
        return float(self.page.evaluate(READY))

    def figures(self) -> dict[str, str]:
        """The keys of all figures, by their titles."""
        return dict(self.page.evaluate("""
          [...document.querySelectorAll("figure")].filter((one) => one.querySelector(".plot")).map(
            (one) => [one.querySelector("h3").firstChild.textContent, one.querySelector(".plot").id])
        """))

    def is_drawn(self, key: str) -> bool:
        """Whether a figure shows anything."""
        return bool(self.page.evaluate(IS_DRAWN, key))

    def shown(self, name: str) -> tuple[list[float], list[float]]:
        """The points of a line that is drawn, by its name."""
        x, y = self.page.evaluate("""
          (name) => {
            const lines = Bokeh.documents[0].roots().flatMap((one) => one.renderers).filter((one) => one.name === name);
            const data = lines[0].data_source.data;
            return [[...data["x"]], [...data[name]]];
          }
        """, name)
        return x, y

    def zoom(self, start: float, end: float) -> None:
        """Shows a stretch of time, in ms, in all figures."""
        self.page.evaluate("""
          ([start, end]) => {
            const range = Bokeh.documents[0].get_model_by_name("time");
            range.setv({ start, end });
            return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
          }
        """, [start, end])


@contextmanager
def visited(file: Path, width: int = 1280) -> Iterator[Visit]:
    """A page that has been loaded, in a fresh browser without a network."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # Root may not use the sandbox.
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": width, "height": 900}, offline=True)
        visit = Visit(context.new_page())
        usual = ("log", "info")
        visit.page.on("console", lambda one: one.type in usual or visit.complaints.append(one.text))
        visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
        visit.page.on("request", lambda request: request.url.startswith("data:") or visit.requests.append(request.url))
        visit.page.goto(file.resolve().as_uri())
        visit.page.wait_for_function(READY, timeout=20_000)
        yield visit
        browser.close()
