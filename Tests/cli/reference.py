"""The page of all keys of a configuration, which `make reference` writes anew."""

from __future__ import annotations

from pathlib import Path

from case import call

#: Where the page is.
PAGE = Path(__file__).resolve().parents[2] / "Documentation" / "ConfigurationReference.md"


def current() -> str:
    """The page as the program's types give it."""
    done = call("explain --markdown")
    done.check_returncode()
    return done.stdout


if __name__ == "__main__":
    PAGE.write_text(current(), encoding="utf-8")
    print(PAGE)
