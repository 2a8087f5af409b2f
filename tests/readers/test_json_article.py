"""Articles from JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from graphbuild.errors import ArticleError
from graphbuild.readers.json_article import JsonReader
from graphbuild.types import Article

TEXT = "De gemeente Venlo stopt met de camera's van een Chinese leverancier, zegt wethouder Marijn Peters."


def read(tmp_path: Path, content: Any) -> Article:
    path = tmp_path / "a.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf8")
    return JsonReader().read(path)


def test_all_fields_are_read(tmp_path: Path) -> None:
    fields = {
        "title": "Venlo haalt camera's weg",
        "date": "3 mei 2021",
        "publisher": "NOS",
        "url": "https://v.nl/1",
    }
    article = read(tmp_path, {**fields, "text": f"{TEXT}\n\nDeel artikel"})
    assert article.body == f"Venlo haalt camera's weg\n\n{TEXT}"
    assert article.title == "Venlo haalt camera's weg"
    assert (article.published, article.publisher, article.url) == ("2021-05-03", "nos", "https://v.nl/1")


def test_a_title_that_the_text_begins_with_is_not_repeated(tmp_path: Path) -> None:
    article = read(tmp_path, {"headline": "Venlo haalt camera's weg", "body": f"Venlo haalt camera's weg\n\n{TEXT}"})
    assert article.body == f"Venlo haalt camera's weg\n\n{TEXT}"


def test_text_alone_will_do(tmp_path: Path) -> None:
    assert read(tmp_path, {"text": TEXT, "title": None}).body == TEXT


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", "is not valid JSON"),
        ("[" * 100_000, "is not valid JSON"),
        ([TEXT], "must hold one JSON object"),
        ({"title": TEXT}, "has no field `text` or `body`"),
        ({"text": 3}, "field `text` must be a text, not int"),
        ({"text": TEXT, "url": ["https://v.nl"]}, "field `url` must be a text, not list"),
    ],
)
def test_what_is_no_article_is_an_error_that_says_why(tmp_path: Path, content: Any, reason: str) -> None:
    with pytest.raises(ArticleError, match=reason):
        read(tmp_path, content)
