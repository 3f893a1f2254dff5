"""Both guides have the same chapters, and everything that they lead to is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ENGLISH, CHINESE = ROOT / "docs" / "guide.md", ROOT / "docs" / "guide.zh_CN.md"
GUIDES = (ENGLISH, CHINESE)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HAN = re.compile(r"[\u4e00-\u9fff]")


def text_of(guide):
    """The guide without its examples, in which # and [] mean something else."""
    text = guide.read_text(encoding="utf-8")
    text = re.sub(r"^    .*$", "", text, flags=re.MULTILINE)
    return re.sub(r"`[^`\n]*`", "", text)


def headings(guide):
    found = re.findall(r"^(#+) (.+)$", text_of(guide), re.MULTILINE)
    return [(len(level), title.strip()) for level, title in found]


def anchor(title):
    """How a heading is named in a link: as GitHub and GitLab do."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def shape(guide):
    """What each chapter is made of: the level of its heading, its rows, items and examples."""
    chapters = re.split(r"^#+ .+$", guide.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    levels = [level for level, _ in headings(guide)]
    rows = [len(re.findall(r"^\|", one, re.MULTILINE)) for one in chapters]
    items = [len(re.findall(r"^- ", one, re.MULTILINE)) for one in chapters]
    examples = [len(re.findall(r"^    \S", one, re.MULTILINE)) for one in chapters]
    return list(zip(levels, rows, items, examples, strict=True))


def test_both_guides_have_the_same_chapters_with_the_same_tables_and_examples():
    assert len(headings(ENGLISH)) > 10
    assert shape(CHINESE) == shape(ENGLISH)


def test_every_chapter_of_the_chinese_guide_is_in_chinese():
    assert [title for _, title in headings(CHINESE) if not HAN.search(title)] == []
    assert [title for _, title in headings(ENGLISH) if HAN.search(title)] == []


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_the_list_of_contents_names_every_chapter_in_its_order(guide):
    listed = re.findall(r"\[([^\]]+)\]\(#([^)]+)\)", text_of(guide).split("\n## ")[0])
    chapters = [title for level, title in headings(guide) if level == 2]
    assert listed == [(title, anchor(title)) for title in chapters]


@pytest.mark.parametrize("guide", [*GUIDES, ROOT / "README.md"], ids=lambda path: path.stem)
def test_every_link_and_picture_leads_somewhere(guide):
    links = [link for link in LINK.findall(text_of(guide)) if "://" not in link]
    anchors = {f"#{anchor(title)}" for _, title in headings(guide)}
    files = [link.partition("#")[0] for link in links if not link.startswith("#")]
    assert files
    assert [link for link in files if not (guide.parent / link).is_file()] == []
    assert [link for link in links if link.startswith("#") and link not in anchors] == []


def test_each_guide_and_the_readme_lead_to_the_others():
    assert "guide.zh_CN.md" in LINK.findall(text_of(ENGLISH))
    assert "guide.md" in LINK.findall(text_of(CHINESE))
    readme = LINK.findall(text_of(ROOT / "README.md"))
    assert {"docs/guide.md", "docs/guide.zh_CN.md"} <= set(readme)
