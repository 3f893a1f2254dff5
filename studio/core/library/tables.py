"""The tables of an index."""

from __future__ import annotations

SCHEMA = 2  # raise it with every change of a table or of what is put into one

TABLES = (
    "CREATE TABLE about (key TEXT PRIMARY KEY, value) WITHOUT ROWID",
    # what a list shows; `n` and `place` as in numbers.py, `stamp` of params.json when it was read
    """CREATE TABLE runs (
        n INTEGER PRIMARY KEY, place INTEGER NOT NULL, id TEXT NOT NULL, trashed INTEGER NOT NULL,
        stamp INTEGER NOT NULL, alike INTEGER NOT NULL, content BLOB NOT NULL,
        stars INTEGER NOT NULL, model TEXT NOT NULL, style TEXT NOT NULL, width INTEGER NOT NULL,
        height INTEGER NOT NULL, seed INTEGER NOT NULL, picture TEXT NOT NULL, prompt TEXT NOT NULL
    )""",
    # each answers its questions alone, without the wide rows of the table
    "CREATE INDEX shown ON runs (trashed, place, alike, stars)",
    "CREATE INDEX kinds ON runs (trashed, model, style, width, height, stars, seed)",
    "CREATE INDEX ids ON runs (trashed, id)",
    "CREATE INDEX contents ON runs (content)",
    # which file a run was imported from, by its content
    """CREATE TABLE imported (
        sha256 TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (sha256, n)
    ) WITHOUT ROWID""",
    "CREATE TABLE records (n INTEGER PRIMARY KEY, data BLOB NOT NULL)",  # params.json, deflated
    "CREATE TABLE texts (n INTEGER PRIMARY KEY, said TEXT NOT NULL)",
    # as in marks.jsonl, also of runs that have not been read yet
    """CREATE TABLE marks (
        n INTEGER PRIMARY KEY, stars INTEGER NOT NULL, tags TEXT NOT NULL, albums TEXT NOT NULL
    )""",
    """CREATE TABLE named (
        kind INTEGER NOT NULL, name TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (kind, name, n)
    ) WITHOUT ROWID""",
    "CREATE INDEX names ON named (n)",
    """CREATE TABLE damaged (
        id TEXT NOT NULL, trashed INTEGER NOT NULL, problem TEXT NOT NULL,
        PRIMARY KEY (id, trashed)
    ) WITHOUT ROWID""",
)

SEARCH = """CREATE VIRTUAL TABLE words USING fts5(
    said, content = 'texts', content_rowid = 'n', columnsize = 0,
    tokenize = "unicode61 remove_diacritics 0"
)"""

TAG, ALBUM = 0, 1  # kinds of `named`
