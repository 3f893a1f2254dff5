"""Every key that a guide names does something in the window."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence

DOCS = Path(__file__).parents[2] / "docs"
KEYS = re.compile(
    r"(?<![A-Za-z0-9+])(?:(?:Ctrl|Alt|Shift)\+)+(?:PgDown|PgUp|Enter|Space|Left|Right|Up|Down|Del|Esc|F\d+|\S)"
    r"|(?<![A-Za-z0-9+])(?:F\d{1,2}|Esc)(?![A-Za-z0-9])"
)
# Keys of one widget, which are no commands; each is tested with its widget.
OF_THE_GALLERY = {"Ctrl+A", "Ctrl+C"}
OF_THE_QUEUE = {"Alt+Up", "Alt+Down"}
OF_A_PROMPT = {"Ctrl+Up", "Ctrl+Down", "Ctrl+Space"}
OF_THE_PROMPTS_OF_BEFORE = {"F2", "Shift+Del", "Shift+Enter"}
LOCAL = OF_THE_GALLERY | OF_THE_QUEUE | OF_A_PROMPT | OF_THE_PROMPTS_OF_BEFORE


def written(text):
    return QKeySequence(text).toString(QKeySequence.SequenceFormat.PortableText)


def named(guide):
    """The keys that a guide names outside of its examples."""
    text = re.sub(r"^    .*$", "", guide.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return set(KEYS.findall(text))


@pytest.mark.parametrize("name", ["guide.md", "guide.zh_CN.md"])
def test_every_key_in_the_guide_is_one_of_the_window(studio, name):
    given = {
        keys.toString(QKeySequence.SequenceFormat.PortableText)
        for one in studio.window.actions_table.listed()
        for keys in one.action.shortcuts()
    }
    keys = named(DOCS / name)
    assert len(keys) > 40
    assert {one for one in keys - LOCAL if written(one) not in given} == set()


def test_keys_are_found_whatever_stands_around_them(tmp_path):
    guide = tmp_path / "guide.md"
    text = "**Ctrl+,** F9。按Ctrl+Shift+Esc（Ctrl+F5），Alt+Left Ctrl+B; Ctrl++ Ctrl+-."
    guide.write_text(text, "utf-8")
    found = {"Ctrl+,", "F9", "Ctrl+Shift+Esc", "Ctrl+F5", "Alt+Left", "Ctrl+B", "Ctrl++", "Ctrl+-"}
    assert named(guide) == found


def test_both_guides_name_the_same_keys():
    assert named(DOCS / "guide.md") == named(DOCS / "guide.zh_CN.md")
