"""Articles from saved web pages."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from graphbuild.errors import ArticleError
from graphbuild.readers.web_page import WebPageReader
from graphbuild.types import Article

LEAD = "De gemeente Venlo stopt met de camera's van een Chinese leverancier, zegt wethouder Marijn Peters."
SECOND = "Volgens haar is het niet duidelijk wie er bij de beelden kan en waar die worden bewaard."
PAGE = f"""<!DOCTYPE html>
<html lang="nl"><head><meta charset="utf-8"><title>Venlo haalt camera's weg | NOS</title>
<meta property="og:site_name" content="NOS">
<meta property="article:published_time" content="2097-02-03T10:00:00+01:00">
<link rel="canonical" href="https://voorbeeld.nl/nieuws/1"></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Venlo haalt camera's weg</h1><p>{LEAD}</p><h2>Onderzoek</h2><p>{SECOND}</p>
<p>Deel artikel:</p></article>
<footer>Cookie-instellingen</footer></body></html>"""


def read(tmp_path: Path, page: str) -> Article:
    path = tmp_path / "a.html"
    path.write_text(page, encoding="utf8")
    return WebPageReader().read(path)


def test_the_article_is_told_from_the_page(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    article = read(tmp_path, PAGE)
    assert article.body == f"Venlo haalt camera's weg\n\n{LEAD}\n\nOnderzoek\n\n{SECOND}"
    assert (article.title, article.publisher) == ("Venlo haalt camera's weg", "nos")
    assert article.url == "https://voorbeeld.nl/nieuws/1"


def test_the_date_does_not_depend_on_the_clock(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    assert read(tmp_path, PAGE).published == "2097-02-03"


@pytest.mark.parametrize("page", ["<html></html>", "<html><body><nav>Menu</nav></body></html>", "<"])
def test_a_page_without_an_article_is_an_error(tmp_path: Path, page: str) -> None:
    pytest.importorskip("trafilatura")
    with pytest.raises(ArticleError, match=r"no article was found|no text besides"):
        read(tmp_path, page)


def test_a_missing_library_is_an_error_that_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(ArticleError, match=r'pip install "graphbuild\[html\]"'):
        read(tmp_path, PAGE)
