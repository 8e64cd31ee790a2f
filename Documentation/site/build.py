"""Builds the documentation's site: `python build.py SITE [--build .build/release] [--python FOLDER]`.

The pages are those of the project, as they are read on a code host; symbols come from the modules that were built, and
from the header. DocC makes a tree of pages of every module and joins them. A warning is an error, and so is a broken
link.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import links
import shell
import symbols
from layout import ROOT, Catalogue, catalogues
from translation import BrokenLink, Translation, copied


def main() -> int:
    parser = argparse.ArgumentParser(description="Builds the documentation's site.")
    parser.add_argument("site", type=Path, help="the folder, which is written anew")
    parser.add_argument("--build", type=Path, default=ROOT / ".build/release", help="where the modules were built")
    parser.add_argument("--python", type=Path, required=True, help="the reference of the Python package")
    given = parser.parse_args()
    try:
        build(given.site, given.build.resolve(), given.python)
    except BrokenLink as broken:
        print(broken, file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as failed:
        # It has said why.
        return int(failed.returncode)
    problems = links.broken(given.site)
    if problems:
        print("\n".join(problems), file=sys.stderr)
        return 1
    print(f"{given.site}: {links.count(given.site)} pages, no link is broken")
    return 0


def build(site: Path, modules: Path, python: Path) -> None:
    """Writes the site; the one that was there stays until it is complete.

    Raises `BrokenLink` for a link of a page that leads nowhere, and `CalledProcessError` where DocC or a compiler
    failed.
    """
    toolchain = _toolchain()
    site.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="rtdeep-docs-", dir=site.parent) as name:
        work = Path(name)
        trees = catalogues()
        translation = Translation(trees, _python_pages(python))
        archives = [_archive(tree, translation, toolchain, modules, work) for tree in trees]
        merged = work / "site"
        _run([toolchain / "docc", "merge", *archives, "--synthesized-landing-page-name", "RtDeep", "-o", merged])
        for path in sorted(translation.files):
            copy = merged / copied(path)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / path, copy)
        shutil.copytree(python, merged / "python")
        shell.without_leftovers(merged)
        shell.free_of_place(merged, trees[0].address(trees[0].front), _ways(trees))
        shutil.rmtree(site, ignore_errors=True)
        merged.rename(site)


def _archive(tree: Catalogue, translation: Translation, toolchain: Path, modules: Path, work: Path) -> Path:
    catalogue = work / f"{tree.name}.docc"
    catalogue.mkdir()
    archive = work / f"{tree.name}.doccarchive"
    command: list[str | Path] = [
        toolchain / "docc", "convert", catalogue, "--output-path", archive, "--warnings-as-errors",
        "--fallback-display-name", tree.name, "--fallback-bundle-identifier", tree.name,
        "--fallback-default-module-kind", "Module",
    ]
    if tree.language is not None:
        graphs = work / f"{tree.name}-symbols"
        if tree.language == "c":
            symbols.of_the_header(toolchain, graphs)
            (catalogue / f"{tree.name}.md").write_text(symbols.page_of_the_header(), encoding="utf-8")
        else:
            symbols.of_swift_module(tree.name, modules, toolchain, graphs)
        command += ["--additional-symbol-graph-dir", graphs]
    before = set(translation.pictures)
    for page, name in tree.pages.items():
        (catalogue / f"{name}.md").write_text(translation.translated(page, tree), encoding="utf-8")
    for picture in translation.pictures - before:
        shutil.copyfile(ROOT / picture, catalogue / picture.name)
    _run(command)
    return archive


def _ways(trees: list[Catalogue]) -> dict[str, str]:
    """What stands above every page."""
    project, science, c = (next(tree for tree in trees if tree.name == name) for name in _TREES)
    return {
        "RtDeep": project.address(project.front),
        "Tutorial": project.address(Path("Documentation/Tutorial/FirstRun.md")),
        "How to": project.address(Path("Documentation/HowTo.md")),
        "Configuration": project.address(Path("Documentation/Configuration.md")),
        "Theory": science.address(science.front.with_name("Theory.md")),
        "Swift": science.address(science.front),
        "Python": "python/rtdeep.html",
        "C": c.address(c.front),
    }


_TREES = ("RtDeep", "MicrocircuitCore", "CRtDeep")


def _python_pages(folder: Path) -> dict[Path, str]:
    """The pages of the Python reference, by the modules' files."""
    pages = {}
    for page in folder.rglob("*.html"):
        module = page.relative_to(folder).with_suffix("")
        for path in (Path("python") / module / "__init__.py", Path("python") / f"{module}.py"):
            if (ROOT / path).is_file():
                pages[path] = f"python/{page.relative_to(folder)}"
    return pages


def _toolchain() -> Path:
    """The folder of the programs that belong to `swift`."""
    found = shutil.which("swift")
    folder = Path(found).resolve().parent if found else None
    if folder is None or not (folder / "docc").is_file():
        raise SystemExit("there is no docc beside swift: it is part of the toolchains of swift.org")
    return folder


def _run(command: list[str | Path]) -> None:
    done = subprocess.run(command, capture_output=True, text=True)
    # It also says how to look at what it made, which is not complete yet.
    if done.returncode != 0:
        print(done.stdout, done.stderr, sep="", file=sys.stderr)
        done.check_returncode()


if __name__ == "__main__":
    sys.exit(main())
