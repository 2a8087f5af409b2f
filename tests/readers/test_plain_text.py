"""Text files as they come: headers, furniture, broken sentences, encodings."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from graphbuild.errors import ArticleError
from graphbuild.readers import Reader
from graphbuild.readers.plain_text import TextReader
from graphbuild.types import Article

LEAD = "De gemeente Venlo stopt met de camera's van een Chinese leverancier, zegt wethouder Marijn Peters."
SECOND = "Volgens haar is het niet duidelijk wie er bij de beelden kan en waar die worden bewaard."


Read = Callable[..., Article]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read_text(text: str | bytes, name: str = "a.txt") -> Article:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return TextReader().read(path)

    return read_text


def body(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)


def test_a_bare_text_is_its_body(read: Read) -> None:
    article = read(body(LEAD, SECOND))
    assert article.body == body(LEAD, SECOND)
    assert (article.title, article.published, article.publisher, article.url) == (None, None, None, None)
    assert (article.language, article.source_file) == ("nl", "a.txt")


@pytest.mark.parametrize(
    ("line", "published"),
    [
        (" date 2020-01 ", "2020-01"),
        ("date 2020 ", "2020"),
        ("Datum: 2021-04-17 ", "2021-04-17"),
        ("2021-04-17 ", "2021-04-17"),
        ("2021-04: ", "2021-04"),
    ],
)
def test_a_date_before_the_first_words_is_taken_off(read: Read, line: str, published: str) -> None:
    article = read(line + body(LEAD, SECOND))
    assert article.published == published
    assert article.body == body(LEAD, SECOND)


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("2021-04-17", "2021-04-17"),
        ("2021-04", "2021-04"),
        ("2021", "2021"),
        ("2021/4/7", "2021-04-07"),
        ("17-04-2021", "2021-04-17"),
        ("7.4.2021", "2021-04-07"),
        ("17 april 2021", "2021-04-17"),
        ("Zaterdag 17 april 2021, 06:00 uur", "2021-04-17"),
        ("za 17 apr. 2021 om 6.05", "2021-04-17"),
        ("april 2021", "2021-04"),
        ("Gepubliceerd op 17 april 2021 om 06:00", "2021-04-17"),
        ("Gepubliceerd: 17 mrt 2021", "2021-03-17"),
        ("2021-04-17T06:00:00+02:00", "2021-04-17"),
        ("31-02-2021", None),
        ("17 april 1621", None),
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_line_that_is_a_date(read: Read, line: str, published: str | None, gap: str) -> None:
    article = read(f"{line}{gap}Venlo haalt camera's weg\n\n{LEAD}\n\n{SECOND}\n")
    assert article.published == published
    if published:
        assert article.title == "Venlo haalt camera's weg"
        assert article.body == body("Venlo haalt camera's weg", LEAD, SECOND)


@pytest.mark.parametrize(
    "sentence",
    [
        "2021 was het jaar waarin de gemeente camera's van Chinese makelij liet hangen.",
        "2021 Chinese camera's telde de gemeente vorig jaar op straten en pleinen.",
    ],
)
def test_a_number_that_begins_a_sentence_is_no_date(read: Read, sentence: str) -> None:
    text = body(sentence, SECOND)
    article = read(text)
    assert (article.published, article.body) == (None, text)


def test_a_date_inside_the_text_is_not_that_of_the_article(read: Read) -> None:
    article = read(body(LEAD, "17 april 2021", SECOND))
    assert article.published is None
    assert "17 april 2021" in article.body


def test_a_headline_is_title_and_first_paragraph(read: Read) -> None:
    article = read(body("Haalt Venlo nu ook de camera's weg?", LEAD, SECOND))
    assert article.title == "Haalt Venlo nu ook de camera's weg?"
    assert article.body.startswith(article.title + "\n\n" + LEAD)


def test_site_name_headline_and_sharing(read: Read) -> None:
    article = read(
        f"NOS Nieuws\n\n'Venlo haalt camera's weg'\n\n{LEAD}\n\nOnderzoek\n\n{SECOND}\n\n"
        "Deel artikel:\n\nAdvertentie via Ster.nl"
    )
    assert article.publisher == "nos"
    assert article.title == "'Venlo haalt camera's weg'"
    assert article.body == body("'Venlo haalt camera's weg'", LEAD, "Onderzoek", SECOND)


@pytest.mark.parametrize(
    "header",
    [
        "NU.nl\nBinnenland\n3 mei 2019\nDoor Els de Wit en Jan Smit\n{title}",
        "{title}\nDoor: onze redactie\nNU.nl, 3 mei 2019\n",
        "NU.nl • Binnenland • 3 mei 2019 12:30\n\n{title}\n",
        "Titel: {title}\nBron: NU.nl\nDatum: 3 mei 2019\nAuteur: Els de Wit\nSectie: Binnenland; blz. 4",
        "Title: {title}\nPublication: NU.nl\nDate: 2019-05-03\nLength: 312 words\n\n",
        "{title}\n\n3 mei 2019 - NU.nl\n\nLeestijd: 3 minuten\n\nDeel dit artikel\n",
    ],
)
def test_headers_of_many_forms(read: Read, header: str) -> None:
    article = read(header.format(title="Venlo haalt camera's weg") + f"\n\n{LEAD}\n\n{SECOND}")
    assert article.title == "Venlo haalt camera's weg"
    assert (article.publisher, article.published) == ("nu-nl", "2019-05-03")
    assert article.body == body("Venlo haalt camera's weg", LEAD, SECOND)


def test_a_link_in_the_header_is_the_address(read: Read) -> None:
    assert read(f"https://voorbeeld.nl/1\n\n{LEAD}").url == "https://voorbeeld.nl/1"
    assert read(f"URL: https://voorbeeld.nl/2\n\n{LEAD}").url == "https://voorbeeld.nl/2"


@pytest.mark.parametrize(
    "line",
    [
        "Advertentie",
        "Foto: ANP / Robin de Wit",
        "Lees ook: Waarom Weert de camera's laat hangen",
        "Wij gebruiken cookies om deze site te verbeteren.",
        "Schrijf je in voor onze nieuwsbrief en mis niets",
        "Tekst loopt door onder de foto",
        "* * *",
        "Facebook Twitter WhatsApp",
        "© 2021 Voorbeeldkrant",
    ],
)
def test_furniture_between_paragraphs_goes(read: Read, line: str) -> None:
    assert read(body(LEAD, line, SECOND)).body == body(LEAD, SECOND)


def test_headlines_of_other_articles_go_with_their_heading(read: Read) -> None:
    links = body("Lees ook:", "Weert laat camera's hangen", "Roermond twijfelt nog")
    assert read(body(LEAD, SECOND, links)).body == body(LEAD, SECOND)
    assert read(body(LEAD, links, "Onderzoek", SECOND)).body == body(LEAD, "Onderzoek", SECOND)
    assert read(body(LEAD, "Lees ook", SECOND)).body == body(LEAD, SECOND)


@pytest.mark.parametrize("between", ["\n\n", "\n\nAdvertentie\n\n", "\n"])
def test_a_sentence_broken_over_paragraphs_is_whole(read: Read, between: str) -> None:
    first, second = (
        "De gemeente wil met het wetgevende kader waarin de leverancier",
        "opereert niets te maken hebben.",
    )
    assert read(f"{LEAD}\n\n{first}{between}{second}\n\n{SECOND}").body == body(LEAD, f"{first} {second}", SECOND)


def test_furniture_that_is_itself_broken_goes_too(read: Read) -> None:
    first = "De gemeente wil met het wetgevende kader waarin de leverancier"
    notice = ("Deze website gebruikt zoveel mogelijk de", "cookies die nodig zijn.")
    assert read(body(LEAD, first, *notice, "opereert niets te maken hebben.")).body == body(
        LEAD, f"{first} opereert niets te maken hebben."
    )


def test_a_paragraph_that_ends_in_an_article_goes_on(read: Read) -> None:
    assert read(body(LEAD, "Dat bleek uit de", "Volkskrant van zaterdag.")).body.endswith(
        "Dat bleek uit de Volkskrant van zaterdag."
    )


def test_a_heading_stays_apart_from_a_name_in_lower_case(read: Read) -> None:
    texts = (
        LEAD,
        "Klacht ingediend",
        "noyb heeft een klacht ingediend tegen de leverancier van de camera's.",
    )
    assert read(body(*texts)).body == body(*texts)


def test_lines_broken_at_a_margin_are_joined(read: Read) -> None:
    wrapped = (
        "Venlo haalt camera's weg\n\n"
        "De gemeente Venlo stopt met de camera's van een Chinese leve-\n"
        "rancier, zegt wethouder Marijn Peters. Zij wil geen 5G-\n"
        "netwerk van dat bedrijf en houdt vast aan de in- \n"
        "en verkoopregels van het Rijk.\n\n"
        "Volgens haar is het niet duidelijk wie er bij de beelden\nkan en waar die worden bewaard.\n"
    )
    assert read(wrapped).body == body(
        "Venlo haalt camera's weg",
        "De gemeente Venlo stopt met de camera's van een Chinese leverancier, zegt wethouder Marijn Peters. "
        "Zij wil geen 5G-netwerk van dat bedrijf en houdt vast aan de in- en verkoopregels van het Rijk.",
        SECOND,
    )


def test_lines_that_are_paragraphs_stay_apart(read: Read) -> None:
    assert read(f"Venlo haalt camera's weg\n{LEAD}\nOnderzoek\n{SECOND}\n{LEAD}").body == body(
        "Venlo haalt camera's weg", LEAD, "Onderzoek", SECOND, LEAD
    )


def test_bullets_are_taken_off(read: Read) -> None:
    assert read(f"{LEAD}\n\n• {SECOND}\n- {LEAD}").body == body(LEAD, SECOND, LEAD)


QUOTED = "‘Geen enkel idee’, zegt René uit België. “Het kost € 3 miljoen – minstens.”"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_encodings_are_told_apart(read: Read, encoding: str) -> None:
    assert read(body(LEAD, QUOTED).encode(encoding)).body == body(LEAD, QUOTED)


def test_latin_1_is_read(read: Read) -> None:
    text = body(LEAD, "René en Zoë uit Curaçao kennen de coöperatie niet.")
    assert read(text.encode("latin-1")).body == text


@pytest.mark.parametrize(
    ("twice", "once"),
    [
        ("â€˜Neeâ€™, zegt RenÃ© uit BelgiÃ«.", "‘Nee’, zegt René uit België."),
        ("â€œJaâ€\x9d, zegt ZoÃ«.", "“Ja”, zegt Zoë."),
        ("Dat kost Â€ 3 in São Paulo.", "Dat kost Â€ 3 in São Paulo."),
    ],
)
def test_a_text_that_was_encoded_twice_is_repaired_if_all_of_it_was(read: Read, twice: str, once: str) -> None:
    assert read(body(LEAD, twice)).body == body(LEAD, once)


def test_odd_characters_are_made_plain(read: Read) -> None:
    odd = "Het tele\u00adcom\u200bbedrijf AT&amp;T\u00a0en T\u2011Mobile\tmeldden zich bij Rene\u0301."
    assert read(f"\ufeff{LEAD}\r\n\r\n{odd}\r\n").body == body(
        LEAD, "Het telecombedrijf AT&T en T-Mobile meldden zich bij René."
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b" \n\r\n", "is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", "binary"),
        (b"%PDF-1.7\nstream", "PDF"),
        (b"PK\x03\x04rest", "zip"),
        (b"{\\rtf1 Tekst}", "RTF"),
        (bytes(range(256)) * 4, "binary"),
        (b"\xff\xfe\x00", "binary"),
        (b"<!DOCTYPE html><html><body>Tekst</body></html>", "HTML"),
        (b"2021-04-17\n\n12345 * 3", "no words"),
        (b"NOS Nieuws\n\n17 april 2021\n\nDeel artikel:", "no text besides"),
        (
            b"The government has banned the phones of two companies. It says that they cannot be trusted.",
            "English",
        ),
        ("Правительство запретило телефоны двух компаний, сообщает газета.".encode(), "Russian"),
    ],
)
def test_what_is_no_dutch_text_is_an_error_that_says_why(read: Read, data: bytes, reason: str) -> None:
    with pytest.raises(ArticleError, match=reason) as caught:
        read(data)
    assert caught.value.source_file == "a.txt"


@pytest.mark.parametrize("text", ["KPN", "Kabinet bant TikTok", "Huawei ZTE Xiaomi", "Proximus kiest Nokia"])
def test_a_few_words_are_taken_as_dutch(read: Read, text: str) -> None:
    assert read(text).body == text


def test_a_quote_in_english_leaves_a_text_dutch(read: Read) -> None:
    text = body(LEAD, '"We do not share any data with anyone", zegt een woordvoerder van het bedrijf.')
    assert read(text).body == text


def test_a_large_text_is_read_and_a_huge_one_is_not(read: Read) -> None:
    assert len(read(body(*[LEAD] * 52_000)).body) > 5_000_000
    with pytest.raises(ArticleError, match="50,000,000"):
        read(b"a " * 25_000_001)


def test_a_folder_that_is_named_like_a_text_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(ArticleError, match="cannot be read"):
        TextReader().read(tmp_path / "a.txt")


def test_it_is_a_reader() -> None:
    reader: Reader = TextReader()
    assert reader.suffixes == (".txt", ".text")


def test_the_id_depends_on_name_and_body_alone(read: Read) -> None:
    assert read(LEAD).id == read(f"2020-01\n\n{LEAD}\n").id
    assert read(LEAD).id != read(LEAD, "b.txt").id
    assert read(LEAD).id != read(SECOND).id


FRAGMENTS = st.sampled_from(
    [
        LEAD, SECOND, "Venlo haalt camera's weg", "Lees ook:", "Deel artikel:", "2021-04-17",
        " date 2020-01 ",
        "NOS Nieuws", "Titel: ", "Bron: NOS", "de", "opereert", "- ", "\n", "\n\n", "\r\n", "\u00ad",
        "\ufeff",
        "\x07", "&amp;", "&shy;", ".", ":", ",", " ", "Wat de",
        "wie er bij de beelden kan is niet aan de gemeente",
    ]
)  # fmt: skip
TEXTS = st.lists(st.one_of(FRAGMENTS, st.text(max_size=30)), max_size=25).map("".join)
SETTINGS = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def tried(tmp_path: Path, data: bytes) -> Article | None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    try:
        return TextReader().read(path)
    except ArticleError:
        return None


def check(article: Article) -> None:
    for character in article.body:
        assert unicodedata.category(character) not in ("Cc", "Cf") or character == "\n"
    assert article.body == unicodedata.normalize("NFC", article.body)
    assert all(part and part == part.strip() for part in article.body.split("\n\n"))
    assert article.title is None or article.body.startswith(article.title + "\n\n")


@SETTINGS
@given(data=st.one_of(st.binary(max_size=400), TEXTS.map(str.encode), TEXTS.map(lambda text: text.encode("utf-16"))))
def test_any_bytes_give_a_clean_body_or_an_article_error(tmp_path: Path, data: bytes) -> None:
    article = tried(tmp_path, data)
    if article is not None:
        check(article)


@SETTINGS
@given(text=TEXTS)
def test_reading_what_was_read_changes_nothing(tmp_path: Path, text: str) -> None:
    article = tried(tmp_path, f"{LEAD}\n\n{SECOND}\n\n{text}".encode())
    assume(article is not None)
    assert article is not None
    again = tried(tmp_path, article.body.encode())
    assert again is not None
    assert again.body == article.body
