"""Every text of the screen reaches the translators, and every translation fits its text."""

from __future__ import annotations

import importlib.util
import re
import shutil
import string
import sys
import tokenize
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).parents[2]
CHINESE = ROOT / "resources" / "translations" / "studio_zh_CN.ts"
PLANTED = '''
class Panel(QWidget):
    """A class with marks of both kinds."""

    title = N_("In a class")

    def build(self) -> None:
        self.label = QLabel(self.tr("On a label"))
        self.tr("%n file(s)", "", count)
        tr = self.tr
        tr("By a short name")
        text.N_("Through a module")
        raise StudioError(
            N_("Over two lines, {name}: "
               "the second one."),
            name=N_('An inner "quoted" one\\twith\\nbreaks \\\\ and 画'),
        )

class Other(QWidget):
    names = (("a", N_("In a table")), ("b", self.tr("On a label")))
'''


@pytest.fixture(scope="module")
def tool():
    """The extraction tool; `packaging` is a folder of programs and no package."""
    file = ROOT / "packaging" / "translations.py"
    spec = importlib.util.spec_from_file_location("translations_tool", file)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def package(tmp_path):
    (tmp_path / "ui").mkdir()
    (tmp_path / "ui" / "panel.py").write_text(PLANTED, encoding="utf-8")
    return tmp_path


def entries(path):
    """Return (context, source) -> (translation, number of plural forms)."""
    return {
        (context.findtext("name"), message.findtext("source")): (
            message.findtext("translation") or "",
            len(message.findall("translation/numerusform")),
        )
        for context in ElementTree.parse(path).getroot().iterfind("context")
        for message in context.iterfind("message")
    }


def test_the_tool_finds_every_planted_mark(tool, package):
    assert {(mark.context, mark.text) for mark in tool.marks(package)} == {
        ("studio", "In a class"),
        ("Panel", "On a label"),
        ("Panel", "%n file(s)"),
        ("Panel", "By a short name"),
        ("studio", "Through a module"),
        ("studio", "Over two lines, {name}: the second one."),
        ("studio", 'An inner "quoted" one\twith\nbreaks \\ and 画'),
        ("studio", "In a table"),
        ("Other", "On a label"),
    }


@pytest.mark.parametrize("code", ["N_(variable)", 'N_(f"{x}")', 'self.tr("a" + name)', "N_()"])
def test_a_mark_that_no_tool_can_read_is_an_error_with_its_line(tool, tmp_path, code):
    (tmp_path / "bad.py").write_text(f"\n\n{code}\n", encoding="utf-8")
    with pytest.raises(tool.MarkError, match=r"bad\.py:3"):
        tool.marks(tmp_path)


@pytest.mark.parametrize("file", sorted((ROOT / "studio").rglob("*.py")), ids=lambda p: p.stem)
def test_the_tool_sees_as_many_marks_as_the_text_has(tool, file):
    """Counted without the syntax tree: the name of a mark, then an opening bracket."""
    with tokenize.open(file) as source:
        tokens = [t.string for t in tokenize.generate_tokens(source.readline)]
    triples = list(zip(["", *tokens], tokens, tokens[1:], strict=False))
    defined = sum(before == "def" for before, name, _ in triples if name in ("N_", "tr"))
    written = sum(bracket == "(" for _, name, bracket in triples if name in ("N_", "tr"))
    assert len(tool._in_file(file)) == written - defined


def test_marks_survive_the_way_through_qts_tools(tool, package, tmp_path, monkeypatch):
    """Whatever stands in a text, lupdate reads the same text that the program looks up."""
    monkeypatch.setattr(tool, "ROOT", tmp_path)
    monkeypatch.setattr(tool, "FOLDER", tmp_path)
    shutil.move(package / "ui", tmp_path / "studio")
    tool.update()
    file = tmp_path / "studio_zh_CN.ts"
    found = entries(file)
    assert set(found) == {(m.context, m.text) for m in tool.marks(tmp_path / "studio")}
    assert found["Panel", "%n file(s)"][1] == 1, "Chinese has one plural form"

    translated = file.read_text(encoding="utf-8").replace(
        '<source>In a class</source>\n        <translation type="unfinished"></translation>',
        "<source>In a class</source>\n        <translation>在类中</translation>",
    )
    file.write_text(translated, encoding="utf-8")
    tool.update()
    tool.release()
    assert entries(file)["studio", "In a class"][0] == "在类中", "an update keeps translations"
    assert looked_up(file.with_suffix(".qm"), "In a class") == "在类中"


def looked_up(compiled, text):
    from PySide6.QtCore import QTranslator

    translator = QTranslator()
    assert translator.load(str(compiled))
    return translator.translate("studio", text)


def test_the_chinese_file_holds_every_text_of_the_screen(tool):
    marks = {(mark.context, mark.text) for mark in tool.marks(ROOT / "studio")}
    assert marks - set(entries(CHINESE)) == set(), "run: make translations"
    assert set(entries(CHINESE)) - marks == set(), "run: make translations"


def test_every_text_of_the_screen_is_translated():
    missing = [source for source, (translation, _) in entries(CHINESE).items() if not translation]
    assert missing == []
    assert 'type="unfinished"' not in CHINESE.read_text(encoding="utf-8")


def test_every_menu_keeps_its_key():
    """The key of a menu stands behind its Chinese name: 文件(&F)."""
    for (_, source), (translation, _) in entries(CHINESE).items():
        keys = re.findall(r"(?<!&)&(\w)", source)
        assert re.findall(r"[(]&(\w)[)]", translation) == [key.upper() for key in keys], source


def test_every_translation_names_the_values_of_its_text():
    broken = {
        source: translation
        for (_, source), (translation, _) in entries(CHINESE).items()
        if translation and values_in(source) != values_in(translation)
    }
    assert broken == {}


def values_in(text):
    try:
        named = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:  # a text with lone braces, which is shown as it is
        named = set()
    return named | set(re.findall(r"%(?:n|\d)", text))
