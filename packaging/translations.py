"""Collect every text of the screen into resources/translations, and compile what is translated.

    python packaging/translations.py update     after texts were added or changed
    python packaging/translations.py release    .ts -> .qm; done by the set-up

Two marks are found by reading the syntax trees: `N_("...")` anywhere (context "studio") and
`self.tr("...")`, or `tr` for short, in the window (context: the class it stands in). Qt's lupdate
merges them into the .ts files, so that translations survive, and lrelease compiles these.
"""

from __future__ import annotations

import ast
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "resources" / "translations"
LANGUAGES = ("zh_CN",)
CONTEXT = "studio"


@dataclass(frozen=True, order=True)
class Mark:
    """One text for the screen: the context it is looked up in, and whether it counts."""

    context: str
    text: str
    plural: bool = False


class MarkError(Exception):
    """A mark that no tool can read, with the file and the line."""


def marks(package: Path) -> set[Mark]:
    """Return every mark in the Python files below `package`."""
    return {mark for file in sorted(package.rglob("*.py")) for mark in _in_file(file)}


def _in_file(file: Path) -> list[Mark]:
    finder = _Finder(file)
    finder.visit(ast.parse(file.read_text(encoding="utf-8"), str(file)))
    return finder.found


class _Finder(ast.NodeVisitor):
    def __init__(self, file: Path) -> None:
        self.found: list[Mark] = []
        self._file = file
        self._classes: list[str] = []

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._classes.append(node.name)
        self.generic_visit(node)
        self._classes.pop()

    def visit_Call(self, node: ast.Call) -> None:
        match node.func:
            case ast.Name(id="N_") | ast.Attribute(attr="N_"):
                self.found.append(Mark(CONTEXT, self._text(node)))
            case ast.Attribute(attr="tr", value=ast.Name(id="self")) | ast.Name(id="tr"):
                context = self._classes[-1] if self._classes else CONTEXT
                self.found.append(Mark(context, self._text(node), plural=len(node.args) > 2))
        self.generic_visit(node)

    def _text(self, node: ast.Call) -> str:
        match node.args:
            case [ast.Constant(value=str(text)), *_]:
                return text
        raise MarkError(f"{self._file}:{node.lineno}: a marked text must be written out in place")


def update() -> None:
    """Bring the .ts files up to date with the marks in studio/, keeping translations."""
    with tempfile.TemporaryDirectory() as folder:
        listing = Path(folder) / "marks.cpp"
        listing.write_text(_as_cpp(marks(ROOT / "studio")), encoding="utf-8")
        for language in LANGUAGES:
            target = FOLDER / f"studio_{language}.ts"
            _run("lupdate", "-no-obsolete", "-locations", "none", listing, "-ts", target)


def release() -> None:
    """Compile every .ts file to the .qm file that the window loads."""
    for source in sorted(FOLDER.glob("*.ts")):
        _run("lrelease", "-silent", source, "-qm", source.with_suffix(".qm"))


def _as_cpp(found: set[Mark]) -> str:
    return "".join(
        f"QT_TRANSLATE_N_NOOP({_quoted(m.context)}, {_quoted(m.text)});\n"
        if m.plural
        else f"QT_TRANSLATE_NOOP({_quoted(m.context)}, {_quoted(m.text)});\n"
        for m in sorted(found)
    )


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped.replace(chr(9), chr(92) + "t")}"'


def _run(tool: str, *arguments: str | Path) -> None:
    program = Path(sys.executable).parent / f"pyside6-{tool}"
    subprocess.run([program, *arguments], check=True, stdin=subprocess.DEVNULL)


def main() -> int:
    """Run one of the two commands."""
    match sys.argv[1:]:
        case ["update"]:
            update()
        case ["release"]:
            release()
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
