import pytest

from studio.core.language import translator, user_language

TS = """<?xml version="1.0" encoding="utf-8"?><!DOCTYPE TS><TS version="2.1"><context>
<name>studio</name><message><source>Cancelled.</source><translation>已取消。</translation></message>
<message><source>New</source><translation type="unfinished"></translation></message></context>
<context><name>MainWindow</name><message><source>Open</source><translation>打开</translation>
</message></context></TS>"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "studio_zh_CN.ts").write_text(TS, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("language", ["zh_CN", "zh_TW", "zh"])
def test_a_language_takes_its_own_file_or_that_of_another_country(folder, language):
    assert translator(folder, language)("Cancelled.") == "已取消。"


@pytest.mark.parametrize("language", ["en_US", "C", "", "z", "../x"])
def test_other_languages_read_english(folder, language):
    assert translator(folder, language)("Cancelled.") == "Cancelled."


def test_texts_without_a_translation_and_those_of_the_window_stay(folder):
    translate = translator(folder, "zh_CN")
    assert [translate(text) for text in ("New", "Open", "unheard of")] == [
        "New",
        "Open",
        "unheard of",
    ]


def test_the_terminals_language_is_that_of_its_messages(monkeypatch):
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.setenv("LC_MESSAGES", "zh_CN.UTF-8")
    assert user_language() == "zh_CN"
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert user_language() == "de_DE"
