from __future__ import annotations

import spacy
from spacy.tokens import Doc, Span

from graphbuild.background import load_background
from graphbuild.ontology import load_ontology
from graphbuild.pipeline.identity import NameSpan
from graphbuild.pipeline.names import NameRecognizer
from graphbuild.types import Article, Entity, EntityId, PartialDate

RECOGNIZER = NameRecognizer(load_background("nl"), load_ontology())


def read(text: str, *found: tuple[str, str], publisher: str | None = None) -> Doc:
    """Runs the stage on a text in which a model found these names."""
    nlp = spacy.blank("nl")
    doc = nlp(text)
    for name, kind in found:
        start = text.index(name)
        span = doc.char_span(start, start + len(name), kind, alignment_mode="expand")
        assert span is not None
        doc.ents = (*doc.ents, span)
    for token in doc:
        token.is_sent_start = token.i == 0 or doc[token.i - 1].text in (".", "?")
    if publisher:
        doc._.article = Article("1", "1.txt", "nl", None, text, PartialDate("2020"), EntityId(publisher))
    return RECOGNIZER(doc)


def named(doc: Doc) -> list[tuple[str, str]]:
    return [(mention.text, mention.entity_id) for mention in doc._.mentions]


def entity(doc: Doc, identity: str) -> Entity:
    entities: dict[str, Entity] = {found.id: found for found in doc._.entities}
    return entities[identity]


def test_listed_names_are_found_without_the_model_in_compounds_and_lists() -> None:
    assert named(read("Het KPN-kantoor van T-Mobile/Tele2.")) == [
        ("KPN", "kpn"),
        ("T-Mobile", "t-mobile"),
        ("Tele2", "tele2"),
    ]


def test_groups_are_told_apart_by_whose_they_are() -> None:
    doc = read("De klanten van KPN, T-Mobile-klanten en Chinezen in Europa; klanten zwijgen.")
    groups = [mention.text for mention in doc._.mentions if mention.kind == "PeopleGroup"]
    assert groups == ["klanten van KPN", "T-Mobile-klanten", "Chinezen in Europa"]


def test_a_longer_name_that_the_model_found_beats_the_listed_one_inside_it() -> None:
    doc = read("De kabels zijn van Huawei Zeekabels.", ("Huawei Zeekabels", "TechnologyCompany"))
    assert named(doc) == [("Huawei Zeekabels", "organization/huawei-zeekabels")]


def test_an_adjective_of_a_country_makes_no_longer_name() -> None:
    doc = read("Het is de Finse Nokia.", ("Finse Nokia", "TechnologyCompany"))
    assert named(doc) == [("Nokia", "nokia")]


def test_a_word_that_is_also_a_name_needs_support() -> None:
    assert named(read("Trouw aan zijn woord bleef hij.")) == []
    assert named(read("Dat schrijft Trouw.")) == [("Trouw", "trouw")]
    assert named(read("Trouw schrijft dat.", ("Trouw", "NewsPublisher"))) == [("Trouw", "trouw")]


def test_a_name_in_no_list_is_found_wherever_it_is_written_again() -> None:
    doc = read("Qiming levert. Later zweeg Qiming.", ("Qiming", "TechnologyCompany"))
    assert named(doc) == [("Qiming", "organization/qiming"), ("Qiming", "organization/qiming")]
    assert entity(doc, "organization/qiming").kind == "TechnologyCompany"


def test_institutions_are_named_by_country_and_office() -> None:
    assert named(read("De Chinese overheid en het Deense leger.")) == [
        ("Chinese overheid", "chinese-government"),
        ("Deense leger", "danish-army"),
    ]


def test_a_bare_institution_is_that_of_the_country_that_the_text_speaks_of() -> None:
    assert dict(named(read("In Nederland wacht het kabinet.")))["kabinet"] == "dutch-government"
    assert dict(named(read("België, Proximus en Brussel. De regering wacht.")))["regering"] == "belgian-government"
    assert "kabinet" not in dict(named(read("In Nederland staat een kabinet vol servers.")))


def test_a_minister_brings_in_the_ministry_of_the_field() -> None:
    doc = read("Minister De Wit van Justitie en Veiligheid in Nederland.", ("De Wit", "Person"))
    assert [text for text, _ in named(doc)] == ["De Wit", "Justitie en Veiligheid", "Nederland"]


def test_a_capital_stands_for_the_government_unless_a_preposition_of_place_goes_before() -> None:
    assert named(read("Volgens Peking klopt het niet.")) == [("Peking", "chinese-government")]
    assert named(read("Hij woont in Peking.")) != [("Peking", "chinese-government")]


def test_a_group_is_also_called_by_its_noun() -> None:
    doc = read("Het gaat om T-Mobile-klanten.", ("T-Mobile-klanten", "PeopleGroup"))
    (group,) = [e for e in doc._.entities if e.kind == "PeopleGroup"]
    assert "klanten" in group.aliases


def test_the_publisher_is_an_entity_though_the_text_does_not_name_it() -> None:
    doc = read("Er is nieuws.", publisher="nos")
    assert entity(doc, "nos").kind == "NewsPublisher"
    assert doc._.mentions == ()


def test_a_group_that_is_no_more_than_a_listed_name_is_that_name() -> None:
    doc = read("Wie met een KPN-nummer belde.", ("een KPN-nummer", "PeopleGroup"))
    start = doc.text.index("een KPN")
    found = NameSpan(start, start + len("een KPN"), "een KPN", "PeopleGroup")
    listed = NameSpan(start + 4, start + 7, "KPN", "TelecomOperator", EntityId("kpn"))
    assert not RECOGNIZER.is_longer_name(found, [listed])


def test_an_amount_goes_on_to_whom_it_counts_and_is_nobody_by_itself() -> None:
    nlp = spacy.blank("nl")
    for words, pos, groups in (
        (["Van", "miljoenen", "gezinnen", "."], ["ADP", "NOUN", "NOUN", "PUNCT"], ["miljoenen gezinnen"]),
        (["Van", "miljoenen", "."], ["ADP", "NOUN", "PUNCT"], []),
    ):
        doc = Doc(nlp.vocab, words=words, pos=pos, sent_starts=[number == 0 for number in range(len(words))])
        doc.set_ents([Span(doc, 1, 2, "PeopleGroup")])
        assert [mention.text for mention in RECOGNIZER(doc)._.mentions] == groups


def test_the_field_of_a_minister_of_another_country_names_no_ministry() -> None:
    abroad = read("De Duitse minister van Justitie, Jan Muller, belt.", ("Justitie", "GovernmentBody"))
    assert [text for text, _ in named(abroad)] == []
    assert "dutch-justice-ministry" in [known for _, known in named(read("Minister Bos van Justitie belt."))]


def test_a_group_is_also_named_with_whose_it_is() -> None:
    doc = read("De gebruikers van LinkUp zwijgen.", ("gebruikers", "PeopleGroup"), ("LinkUp", "Product"))
    (group,) = (found for found in doc._.entities if found.kind == "PeopleGroup")
    assert {group.label, *group.aliases} >= {"gebruikers van LinkUp", "gebruikers"}
