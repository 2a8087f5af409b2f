from __future__ import annotations

import re
from pathlib import Path

import pytest
import rdflib
import yaml
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS

from graphbuild.errors import OntologyError
from graphbuild.ontology import load_ontology
from graphbuild.resources import resource
from graphbuild.types import Certainty, Stance, Status

GB = rdflib.Namespace("https://w3id.org/graphbuild/ns#")
DATA = Path(__file__).resolve().parents[2] / "data"
FILE = resource("ontology", "graphbuild.ttl")
ONTOLOGY = load_ontology()

KINDS = [
    "Agent",
    "Organization",
    "TelecomOperator",
    "TechnologyCompany",
    "NewsPublisher",
    "CivilSocietyOrganization",
    "ResearchOrganization",
    "PoliticalParty",
    "GovernmentBody",
    "IntelligenceService",
    "Regulator",
    "StatisticsOffice",
    "Person",
    "Place",
    "Country",
    "Region",
    "City",
    "Product",
    "Law",
    "PeopleGroup",
    "OrganizationGroup",
]
RELATIONS = [
    "sharesDataWith",
    "hasDataAccessTo",
    "collectsDataOn",
    "storesDataIn",
    "partnersWith",
    "suppliesTo",
    "develops",
    "operates",
    "subsidiaryOf",
    "jointVentureOf",
    "mergedWith",
    "acquires",
    "investsIn",
    "runsOn",
    "basedIn",
    "affiliatedWith",
    "investigates",
    "warnsAbout",
    "accuses",
    "restricts",
    "fines",
    "sues",
    "tiedTo",
    "surveils",
    "compels",
]

NOT_ALLOWED = {
    ("WeGoEU", "basedIn", "The Hague"),
    ("Chinese government", "hasDataAccessTo", "Europe"),
    ("Huawei", "hasDataAccessTo", "Netherlands"),
    ("Cainiao", "partnersWith", "AliExpress"),
    ("Cainiao", "suppliesTo", "AliExpress"),
    ("AliExpress", "suppliesTo", "Europeans"),
    ("Chinese government", "restricts", "Uyghurs"),
    ("Europe", "tiedTo", "China"),
}
"""Gold claims that stand alone against the table of relations; widening it for one text would let in errors."""


@pytest.fixture(scope="module")
def graph() -> rdflib.Graph:
    return rdflib.Graph().parse(FILE, format="turtle")


def test_it_has_the_classes_and_relations_of_the_guidelines() -> None:
    assert frozenset(KINDS) == ONTOLOGY.kinds
    assert list(ONTOLOGY.relations) == RELATIONS


@pytest.mark.parametrize(
    ("kind", "ancestors"),
    [
        ("Regulator", ("GovernmentBody", "Organization", "Agent")),
        ("TelecomOperator", ("Organization", "Agent")),
        ("Person", ("Agent",)),
        ("City", ("Place",)),
        ("Law", ()),
        ("OrganizationGroup", ()),
    ],
)
def test_ancestors_come_nearest_first(kind: str, ancestors: tuple[str, ...]) -> None:
    assert ONTOLOGY.ancestors(kind) == ancestors


def test_is_a_follows_the_class_tree_upwards_only() -> None:
    assert ONTOLOGY.is_a("Regulator", "Agent")
    assert ONTOLOGY.is_a("Law", "Law")
    assert not ONTOLOGY.is_a("Agent", "Regulator")
    assert not ONTOLOGY.is_a("City", "Agent")


@pytest.mark.parametrize(
    ("relation", "subject", "object_", "allowed"),
    [
        ("sharesDataWith", "Product", "Country", True),
        ("sharesDataWith", "Country", "Product", False),
        ("affiliatedWith", "Person", "Regulator", True),
        ("affiliatedWith", "Regulator", "Person", False),
        ("tiedTo", "TechnologyCompany", "Country", True),
        ("tiedTo", "Country", "TechnologyCompany", True),
        ("tiedTo", "Country", "Country", False),
        ("compels", "Law", "OrganizationGroup", True),
        ("fines", "Law", "Person", False),
        ("runsOn", "Product", "Product", True),
        ("accuses", "Country", "TechnologyCompany", True),
    ],
)
def test_domain_and_range_decide_what_is_allowed(relation: str, subject: str, object_: str, *, allowed: bool) -> None:
    assert ONTOLOGY.allows(relation, subject, object_) is allowed


def test_joint_venture_is_a_kind_of_subsidiary() -> None:
    assert ONTOLOGY.relations["jointVentureOf"].parent == "subsidiaryOf"
    assert [name for name, relation in ONTOLOGY.relations.items() if relation.parent] == ["jointVentureOf"]


def test_symmetric_relations_are_those_of_the_guidelines() -> None:
    symmetric = [name for name, relation in ONTOLOGY.relations.items() if relation.symmetric]
    assert symmetric == ["partnersWith", "mergedWith", "tiedTo"]


def test_every_relation_has_a_theme() -> None:
    assert set(ONTOLOGY.themes) == set(RELATIONS)
    assert set(ONTOLOGY.themes.values()) == {"data", "business", "state"}


def test_names_and_definitions_come_by_language() -> None:
    assert ONTOLOGY.label("sharesDataWith", "nl") == "deelt gegevens met"
    assert ONTOLOGY.label("sharesDataWith", "en") == "shares data with"
    assert ONTOLOGY.label("sharesDataWith", "fr") == "shares data with"
    assert ONTOLOGY.definition("Law", "nl").startswith("Een wet")
    assert ONTOLOGY.relations["suppliesTo"].inverse_labels == {"nl": "wordt beleverd door", "en": "is supplied by"}


def test_unknown_names_are_errors_that_list_the_known_ones() -> None:
    with pytest.raises(OntologyError, match=r"no class 'Robot'.*Regulator"):
        ONTOLOGY.ancestors("Robot")
    with pytest.raises(OntologyError, match=r"no relation 'likes'.*sharesDataWith"):
        ONTOLOGY.allows("likes", "Person", "Person")
    with pytest.raises(OntologyError, match="no term 'likes'"):
        ONTOLOGY.label("likes", "nl")


def test_statuses_stances_and_certainties_are_those_of_the_types() -> None:
    for kind, values in (("Status", Status), ("Stance", Stance), ("Certainty", Certainty)):
        found = {name for name, term in ONTOLOGY.terms.items() if str(GB[kind]) in term.types}
        assert found == {value.value for value in values}


def test_every_class_and_relation_has_an_example_sentence(graph: rdflib.Graph) -> None:
    for name in [*KINDS, *RELATIONS, "Statement", "Attestation"]:
        notes = {note.language for note in graph.objects(GB[name], SKOS.scopeNote) if isinstance(note, rdflib.Literal)}
        assert notes == {"nl", "en"}, name


def test_every_name_of_a_relation_exists_in_both_directions(graph: rdflib.Graph) -> None:
    for relation in ONTOLOGY.relations.values():
        assert set(relation.labels) == set(relation.inverse_labels) == {"nl", "en"}
        assert (GB[relation.name], RDF.type, OWL.ObjectProperty) in graph
    names = [relation.labels["nl"] for relation in ONTOLOGY.relations.values()]
    assert len(set(names)) == len(names)


def test_it_names_version_licence_and_makers(graph: rdflib.Graph) -> None:
    node = rdflib.URIRef("https://w3id.org/graphbuild/ns")
    version = str(graph.value(node, OWL.versionInfo))
    assert ONTOLOGY.version == version
    assert graph.value(node, OWL.versionIRI) == rdflib.URIRef(f"{node}/{version}")
    assert graph.value(node, DCTERMS.license) is not None
    assert graph.value(node, DCTERMS.creator) == rdflib.Literal("graphbuild developers")


def test_it_stays_within_owl_2_rl(graph: rdflib.Graph) -> None:
    """No blank nodes, so no class expressions at all; one class at most for domain and for range."""
    assert not [node for triple in graph for node in triple if isinstance(node, rdflib.BNode)]
    for prop in (RDFS.domain, RDFS.range, RDFS.subClassOf):
        counts = [len(list(graph.objects(subject, prop))) for subject in set(graph.subjects(prop, None))]
        assert max(counts) == 1


def test_plain_domain_and_range_agree_with_those_that_programs_use(graph: rdflib.Graph) -> None:
    checked = 0
    for name, relation in ONTOLOGY.relations.items():
        for prop, kinds in ((RDFS.domain, relation.domain), (RDFS.range, relation.range)):
            for kind in graph.objects(GB[name], prop):
                assert kinds == {str(kind).removeprefix(str(GB))}
                checked += 1
    assert checked > 10


def test_gold_claims_are_allowed_but_for_the_known_few() -> None:
    refused: set[tuple[str, str, str]] = set()
    claims = 0
    for path in sorted((DATA / "gold").glob("*.yaml")):
        gold = yaml.safe_load(path.read_text(encoding="utf-8"))
        kinds = {name: fields["type"] for name, fields in gold["entities"].items()}
        for claim in gold["claims"]:
            claims += 1
            if not ONTOLOGY.allows(claim["r"], kinds[claim["s"]], kinds[claim["o"]]):
                refused.add((claim["s"], claim["r"], claim["o"]))
    assert claims > 300
    assert refused <= NOT_ALLOWED


def test_claims_of_the_training_texts_are_allowed() -> None:
    refused: list[str] = []
    claims = 0
    for path in sorted((DATA / "training").glob("*.ann")):
        for passage in re.split(r"(?m)^== ", path.read_text(encoding="utf-8"))[1:]:
            kinds = passage_kinds(passage)
            for line in re.findall(r"(?m)^-> ([^;\n]+)", passage):
                subject, relation, object_ = re.split(rf" ({'|'.join(RELATIONS)}) ", line.strip(), maxsplit=1)
                claims += 1
                if not ONTOLOGY.allows(relation, kinds[subject], kinds[object_]):
                    refused.append(f"{path.name}: {line}")
    assert claims > 6000
    assert refused == []


def passage_kinds(passage: str) -> dict[str, str]:
    """The class of each entity of a passage, by its id."""
    kinds = {}
    for mention in re.findall(r"\[\[([^\[\]]+)\]\]", passage):
        surface, kind, *identity = mention.split("|")
        if not kind.startswith("="):
            kinds[identity[0] if identity else surface] = kind
    return kinds


def broken(tmp_path: Path, old: str, new: str) -> Path:
    """Writes the ontology with one part of its text changed."""
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "broken.ttl"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


PERSON = "gb:Person a owl:Class ; rdfs:subClassOf "
AGENT = PERSON + "gb:Agent"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (AGENT, PERSON + "gb:Person", "own superclass"),
        (AGENT, PERSON + "gb:Robot", "gb:Robot is a superclass"),
        (AGENT, PERSON + "gb:Agent, gb:Place", "more than one superclass"),
        ("gb:domainIncludes gb:Person", "gb:domainIncludes gb:Robot", "domain of gb:affiliatedWith is no class: Robot"),
        ('rdfs:label "onderzoekt"@nl, ', "rdfs:label ", "gb:investigates has no rdfs:label in: nl"),
        ("rdfs:subPropertyOf gb:subsidiaryOf", "rdfs:subPropertyOf gb:partOf", "unknown relation gb:partOf"),
        ('gb:theme "state"', "gb:motif \"state\"", "lacks a text for"),
        ('owl:versionInfo "0.1.0"', 'rdfs:comment "0.1.0"', "lacks a text for"),
        ("gb:domainIncludes", "gb:domainMayInclude", "no relations|has no rdfs:label"),
        ("gb:rangeIncludes gb:Organization, gb:Country .", "rdfs:comment 'x' .", "gb:affiliatedWith has no range"),
    ],
)  # fmt: skip
def test_a_broken_ontology_is_refused_with_what_is_wrong(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = broken(tmp_path, old, new)
    with pytest.raises(OntologyError, match=message) as caught:
        load_ontology(path)
    assert caught.value.path == path


def test_a_file_that_is_no_turtle_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text("@prefix a: <http://x/> .\na:b a:c\n a:d a:e .\n", encoding="utf-8")
    with pytest.raises(OntologyError, match="no valid Turtle") as caught:
        load_ontology(path)
    assert caught.value.line is not None


def test_a_missing_file_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match="cannot be read"):
        load_ontology(tmp_path / "none.ttl")


def test_loading_twice_reads_once() -> None:
    assert load_ontology() is load_ontology(FILE)
