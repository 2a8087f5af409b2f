"""A small graph with one case of everything that queries, shapes and exporters must tell apart."""

from __future__ import annotations

from collections import defaultdict

from graphbuild.types import (
    Article,
    Certainty,
    Claim,
    Entity,
    EntityId,
    Evidence,
    Joining,
    JoiningRule,
    KnowledgeGraph,
    PartialDate,
    Sign,
    SignKind,
    Stance,
    Statement,
    status_of,
)

ENTITIES = {
    "anna": ("Person", "Anna de Bruin"),
    "avondpost": ("NewsPublisher", "De Avondpost"),
    "belmij": ("TelecomOperator", "Belmij"),
    "blik": ("TechnologyCompany", "Blik"),
    "buurtbel": ("Product", "BuurtBel"),
    "dienst": ("IntelligenceService", "Geheime Dienst"),
    "gebruikers": ("PeopleGroup", "gebruikers van BuurtBel"),
    "gouda": ("City", "Gouda"),
    "lynco": ("TechnologyCompany", "Lynco"),
    "netnieuws": ("NewsPublisher", "NetNieuws"),
    "product/lynco-tv": ("Product", "Lynco TV"),
    "regering": ("GovernmentBody", "Ruritanian government"),
    "ruritania": ("Country", "Ruritania"),
    "vrij-net": ("CivilSocietyOrganization", "Vrij Net"),
    "waakhond": ("Regulator", "Datawaakhond"),
    "wet": ("Law", "Wiretap Act"),
    "zonnet": ("TelecomOperator", "Zonnet"),
}
ALIASES = {"product/lynco-tv": ("LYNCO",), "zonnet": ("Zonnet Telecom", 'Zónnet "4G"')}
SAME_AS = {"gouda": ("http://www.wikidata.org/entity/Q0",)}

ARTICLES = {
    "a1": ("De Avondpost onthult", "2019-05", "avondpost", "https://example.org/a1?x=1&y=é"),
    "a2": (None, "2020-03-10", None, None),
    "a3": ("Ruritanië grijpt in", "2021", "netnieuws", None),
    "a4": (None, None, None, None),
}

DENIES, POSSIBLE, PROBABLE = Stance.DENIES, Certainty.POSSIBLE, Certainty.PROBABLE

RELAYED: dict[str, object] = {
    "source": "dienst",
    "certainty": POSSIBLE,
    "relayed_by": (("avondpost",), ("netnieuws", "vrij-net")),
}

CLAIMS: tuple[tuple[str, str, dict[str, object]], ...] = (
    ("a1", "zonnet sharesDataWith blik", {"valid_from": "2018", "data_categories": ("Contact", "Location")}),
    ("a1", "lynco suppliesTo zonnet", {}),
    ("a1", "lynco hasDataAccessTo zonnet", RELAYED),
    ("a1", "lynco hasDataAccessTo zonnet", {"source": "zonnet", "stance": DENIES, "spokesperson": "anna"}),
    ("a1", "lynco tiedTo regering", {"source": "avondpost"}),
    ("a1", "anna affiliatedWith zonnet", {"confidence": 0.25}),
    ("a2", "zonnet sharesDataWith blik", {"source": "zonnet", "stance": DENIES}),
    ("a2", "lynco suppliesTo belmij", {}),
    ("a2", "dienst warnsAbout lynco", {}),
    ("a2", "waakhond fines zonnet", {"valid_from": "2020-02"}),
    ("a2", "waakhond investigates zonnet", {"source": "waakhond", "certainty": PROBABLE, "informants": "bronnen"}),
    ("a2", "anna affiliatedWith vrij-net", {}),
    ("a2", "wet compels lynco", {}),
    ("a2", "belmij subsidiaryOf zonnet", {}),
    ("a2", "buurtbel storesDataIn gouda", {"source": "belmij", "stance": DENIES}),
    ("a3", "lynco suppliesTo zonnet", {"valid_until": "2021-01-31"}),
    ("a3", "ruritania restricts lynco", {"valid_from": "2021"}),
    ("a3", "zonnet operates buurtbel", {"confidence": 1.0}),
    ("a3", "buurtbel collectsDataOn gebruikers", {}),
    ("a3", "zonnet sharesDataWith blik", {"source": "zonnet"}),
    ("a3", "regering compels lynco", {"source": "vrij-net", "certainty": PROBABLE}),
)


JOININGS = (
    Joining(
        EntityId("product/lynco-tv"),
        JoiningRule.SAME_NAME,
        Sign(SignKind.MENTION, "blik"),
        ("LYNCO", "Lynco TV"),
        ("a1", "a3"),
    ),
)


def sentence(number: int) -> str:
    """The text of a claim in its article: one line, with characters that formats must escape."""
    _, triple, fields = CLAIMS[number]
    return f'{number}: "{triple}" & <{fields.get("source", "zélf")}> 𝔸.'


def small_graph() -> KnowledgeGraph:
    """Gives the graph, sorted as graphs are."""
    articles = {name: _article(name) for name in ARTICLES}
    claims: dict[tuple[EntityId, str, EntityId], list[Claim]] = defaultdict(list)
    for number, (name, triple, fields) in enumerate(CLAIMS):
        claim = _claim(articles[name], triple, sentence(number), fields)
        claims[claim.subject, claim.relation, claim.object].append(claim)
    return KnowledgeGraph(
        articles=tuple(articles[name] for name in sorted(articles)),
        entities=tuple(_entity(name) for name in sorted(ENTITIES)),
        statements=tuple(
            Statement(*key, status_of(tuple(found)), tuple(found)) for key, found in sorted(claims.items())
        ),
        mentioned={name: _mentioned(name) for name in ARTICLES},
        joinings=JOININGS,
    )


def _article(name: str) -> Article:
    title, published, publisher, url = ARTICLES[name]
    lines = [sentence(number) for number, claim in enumerate(CLAIMS) if claim[0] == name]
    return Article(
        id=name,
        source_file=f"{name}.txt",
        language="nl",
        title=title,
        body="\n".join(["Kop 𝔸\tmet tab", *lines]),
        published=PartialDate(published) if published else None,
        publisher=EntityId(publisher) if publisher else None,
        url=url,
    )


def _entity(name: str) -> Entity:
    kind, label = ENTITIES[name]
    return Entity(EntityId(name), kind, label, ALIASES.get(name, ()), SAME_AS.get(name, ()))


def _claim(article: Article, triple: str, quote: str, fields: dict[str, object]) -> Claim:
    subject, relation, object_ = triple.split()
    start = article.body.index(quote)
    settled: dict[str, object] = {
        "stance": Stance.ASSERTS, "certainty": Certainty.CERTAIN, "source": None, "valid_from": None,
        "valid_until": None, "rule": "nl/test", "confidence": 0.875,
    }  # fmt: skip
    evidence = Evidence(article.id, start, start + len(quote), quote)
    values = {**settled, **fields, "evidence": evidence}
    return Claim(EntityId(subject), relation, EntityId(object_), **values)  # type: ignore[arg-type]


def _mentioned(name: str) -> tuple[EntityId, ...]:
    found: set[str] = set()
    for article, triple, fields in CLAIMS:
        if article == name:
            subject, _, object_ = triple.split()
            found |= {subject, object_} | ({str(fields["source"])} if "source" in fields else set())
    if name in ("a1", "a3"):
        found |= {"product/lynco-tv", "blik"}
    return tuple(EntityId(identity) for identity in sorted(found))
