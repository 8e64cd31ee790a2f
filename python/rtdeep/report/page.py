"""A page of sections, as one HTML file that needs nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

if TYPE_CHECKING:
    from bokeh.models import Model

COMPONENTS = ["bokeh"]
"""The parts of Bokeh's script that figures need."""


@dataclass
class Figure:
    """One figure with its title."""

    title: str
    model: Model
    """What Bokeh draws."""
    notes: Sequence[str] = ()
    """What has to be known to read it."""
    key: str = ""
    """Of its element; given when the page is rendered."""


@dataclass(frozen=True)
class Section:
    """A part of a page: the template that shows it, and what that needs."""

    title: str
    template: str
    content: Mapping[str, Any] = field(default_factory=dict)
    figures: Sequence[Figure] = ()


@dataclass(frozen=True)
class Badge:
    """In a word, what has become of something, and how that is to be taken: good, bad, busy or neutral."""

    text: str
    mood: str


@dataclass(frozen=True)
class Page:
    """Everything that is on it."""

    title: str
    subtitle: str
    badge: Badge
    facts: Sequence[tuple[str, str]]
    """What is to be known at first sight."""
    sections: Sequence[Section]
    citation: str = ""
    reload_every: float | None = None
    """Seconds after which a browser loads it again; None: never."""


def rendered(page: Page) -> bytes:
    """The file; the same page gives the same bytes."""
    from bokeh.core.json_encoder import serialize_json
    from bokeh.document import Document
    from bokeh.resources import Resources

    document = Document(title=page.title)
    # Otherwise every model is looked for again after each figure.
    with document.models.freeze():
        for number, one in enumerate(one for section in page.sections for one in section.figures):
            # The script finds its element by this name.
            one.key = one.model.name = f"figure-{number + 1}"
            document.add_root(one.model)
    has_figures = bool(document.roots)
    # By way of the text, in which arrays have become base 64.
    model = _numbered(json.loads(serialize_json(document.to_json(deferred=False))))
    scripts = [Markup(text) for text in Resources(mode="inline", components=COMPONENTS).js_raw] if has_figures else []
    environment = Environment(
        loader=PackageLoader("rtdeep.report", "assets"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True)
    text = environment.get_template("page.html").render(
        page=page, sections=[(f"section-{place + 1}", one) for place, one in enumerate(page.sections)],
        scripts=scripts, style=asset("style.css"), script=asset("page.js"),
        document=in_script(model) if has_figures else None)
    return text.encode("utf-8", "replace")


def asset(name: str) -> Markup:
    """The text of a file of this package, for a page as it is."""
    return Markup(files("rtdeep.report").joinpath("assets", name).read_text(encoding="utf-8"))


def in_script(value: Any) -> Markup:
    """JSON that may stand in an element `script`, whatever texts are in it."""
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def _numbered(document: Any) -> Any:
    """A document whose models are numbered from 1: Bokeh counts on from page to page."""
    names = {old: str(place + 1) for place, old in enumerate(dict.fromkeys(_identities(document)))}

    def renamed(value: Any) -> Any:
        if isinstance(value, dict):
            return {
                key: names[one] if key == "id" and isinstance(one, str) and one in names else renamed(one)
                for key, one in value.items()}
        return [renamed(one) for one in value] if isinstance(value, list) else value

    return renamed(document)


def _identities(value: Any) -> Iterator[str]:
    """The names of all models, in the order in which they are described."""
    if isinstance(value, dict):
        if value.get("type") == "object" and "id" in value:
            yield value["id"]
        for one in value.values():
            yield from _identities(one)
    elif isinstance(value, list):
        for one in value:
            yield from _identities(one)
