from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphbuild.pipeline.known_names import NameFinder

FORMS = {
    "KPN": ("kpn",),
    "T-Mobile": ("t-mobile",),
    "Tele2": ("tele2",),
    "Oppo": ("oppo",),
    "WhatsApp": ("whatsapp",),
    "de Volkskrant": ("de-volkskrant",),
    "Volkskrant": ("de-volkskrant",),
    "Ben": ("ben",),
    "de Tijd": ("de-tijd",),
    "Centraal Bureau voor de Statistiek": ("cbs",),
    "Noord-Korea": ("north-korea",),
    "Korea": ("south-korea",),
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Het KPN-kantoor in Den Haag", ["KPN"]),
        ("ex-KPN-topman", ["KPN"]),
        ("T-Mobile/Tele2", ["T-Mobile", "Tele2"]),
        ("Oppo's telefoons, en Oppo’s camera", ["Oppo", "Oppo"]),
        ("Whatsapp is van Meta", ["Whatsapp"]),
        ("De Volkskrant schrijft", ["De Volkskrant"]),
        ("in de tijd van de Tijd", ["de Tijd"]),
        ("BEN is KPNQwest of kpn of ben", []),
        ("Het centraal bureau voor de statistiek", []),
        ("het Centraal Bureau\nvoor de statistiek", ["Centraal Bureau\nvoor de statistiek"]),
        ("Noord-Korea", ["Noord-Korea"]),
        ("", []),
    ],
)
def test_finds_forms_as_newspapers_write_them(text: str, expected: list[str]) -> None:
    assert [text[name.start : name.end] for name in NameFinder(FORMS).find(text)] == expected


@given(st.text(alphabet=st.sampled_from(sorted({*"".join(FORMS), *" -/'’.,\nxé"})), max_size=80))
def test_names_lie_in_the_text_in_order_and_apart(text: str) -> None:
    found = list(NameFinder(FORMS).find(text))
    assert all(0 <= name.start < name.end <= len(text) for name in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(name.meanings == FORMS[name.form] for name in found)
