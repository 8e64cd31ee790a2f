"""Where the pages of the site come from: one catalogue per module, one page per file."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Catalogue:
    """What becomes one tree of the site: the pages of a module, or of the project."""

    name: str
    front: Path
    """The page at its root, relative to the project."""
    pages: dict[Path, str] = field(default_factory=dict)
    """All pages, and the names under which the site has them."""
    language: str | None = "swift"
    """In which the symbols of the module are declared; None: it has none."""

    def address(self, page: Path) -> str:
        """Where the site has a page, seen from its root."""
        root = f"documentation/{self.name.lower()}"
        return root if page == self.front else f"{root}/{self.pages[page].lower()}"


def catalogues() -> list[Catalogue]:
    """All trees of the site, in the order in which its sidebar shows them."""
    return [
        Catalogue("RtDeep", Path("Documentation/README.md"), _of_the_project(), language=None),
        *(_of_module(name) for name in ("MicrocircuitCore", "Signals", "Recording", "Experiments")),
        # Its one page is made from the header.
        Catalogue("CRtDeep", Path("Sources/CRtDeep/include/rtdeep.h"), language="c"),
    ]


def pages() -> list[Path]:
    """All pages that are written by hand, relative to the project; the two at its root that people read first, too."""
    written = [page for catalogue in catalogues() for page in catalogue.pages]
    return [Path("README.md"), *written]


def _of_the_project() -> dict[Path, str]:
    found = sorted(path.relative_to(ROOT) for path in (ROOT / "Documentation").rglob("*.md"))
    names = {page: page.stem for page in found}
    # Pages that code hosts look for under names and in places of their own.
    return names | {
        Path("Documentation/README.md"): "RtDeep",
        Path("CONTRIBUTING.md"): "Contributing",
        Path("CHANGELOG.md"): "Changelog",
        Path("Benchmarks/README.md"): "Benchmarks",
    }


def _of_module(name: str) -> Catalogue:
    folder = Path("Sources") / name / f"{name}.docc"
    found = sorted(path.relative_to(ROOT) for path in (ROOT / folder).glob("*.md"))
    return Catalogue(name, folder / f"{name}.md", {page: page.stem for page in found})
