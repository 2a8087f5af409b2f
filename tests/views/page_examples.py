"""Graphs for tests of the page: a small one with known counts, a hostile one, and large made-up ones."""

from __future__ import annotations

from collections import defaultdict

from graphbuild.types import (
    Article,
    Certainty,
    Claim,
    Entity,
    EntityId,
    Evidence,
    KnowledgeGraph,
    PartialDate,
    Stance,
)
from tests.views.gold_graph import graph_of

Claims = dict[tuple[EntityId, str, EntityId], list[Claim]]

BODIES = {
    "a1": "KPN werkt samen met Tencent. Huawei levert apparatuur aan KPN 🛰️. Tencent zit in China.",
    "a2": "Volgens NRC gaf T-Mobile gegevens aan het CBS. T-Mobile ontkent dat het gegevens aan het CBS gaf.",
    "a3": "Huawei kon mogelijk bij gegevens van KPN, schrijft Trouw. Huawei levert ook nu aan KPN. "
    "Tencent ontkent dat het in WeChat meekijkt.",
}


def sample_graph() -> KnowledgeGraph:
    """Gives six statements of every status between nine entities, and an entity without statements."""
    articles = (
        _article("a1", "KPN en Tencent", "2018-03", "nrc", "https://example.org/a1"),
        _article("a2", "T-Mobile en het CBS", "2020", None, None),
        _article("a3", None, None, "trouw", "https://example.org/a3"),
    )
    claims: Claims = defaultdict(list)
    _claim(claims, "kpn partnersWith tencent", "a1", "KPN werkt samen met Tencent.")
    _claim(claims, "huawei suppliesTo kpn", "a1", "Huawei levert apparatuur aan KPN 🛰️.")
    _claim(claims, "tencent basedIn china", "a1", "Tencent zit in China.")
    _claim(
        claims,
        "t-mobile sharesDataWith cbs",
        "a2",
        "Volgens NRC gaf T-Mobile gegevens aan het CBS.",
        source="nrc",
        period=("2018", "2019-04"),
    )
    _claim(
        claims,
        "t-mobile sharesDataWith cbs",
        "a2",
        "T-Mobile ontkent dat het gegevens aan het CBS gaf.",
        source="t-mobile",
        stance=Stance.DENIES,
    )
    _claim(
        claims,
        "huawei hasDataAccessTo kpn",
        "a3",
        "Huawei kon mogelijk bij gegevens van KPN",
        source="trouw",
        certainty=Certainty.POSSIBLE,
    )
    _claim(claims, "huawei suppliesTo kpn", "a3", "Huawei levert ook nu aan KPN.")
    _claim(
        claims,
        "tencent hasDataAccessTo wechat",
        "a3",
        "Tencent ontkent dat het in WeChat meekijkt.",
        source="tencent",
        stance=Stance.DENIES,
    )
    return graph_of(
        articles,
        SAMPLE_ENTITIES,
        claims,
        {
            "a1": _ids("china huawei kpn tencent"),
            "a2": _ids("cbs nrc t-mobile"),
            "a3": _ids("huawei kpn lonely tencent trouw wechat"),
        },
    )


def _entity(identifier: str, kind: str, label: str, *aliases: str, same_as: tuple[str, ...] = ()) -> Entity:
    return Entity(EntityId(identifier), kind, label, aliases, same_as)


SAMPLE_ENTITIES = (
    _entity("kpn", "TelecomOperator", "KPN", "Koninklijke KPN", same_as=("https://example.org/entity/kpn",)),
    _entity("t-mobile", "TelecomOperator", "T-Mobile"),
    _entity("huawei", "TechnologyCompany", "Huawei"),
    _entity("tencent", "TechnologyCompany", "Tencent"),
    _entity("cbs", "StatisticsOffice", "CBS", "Centraal Bureau voor de Statistiek"),
    _entity("nrc", "NewsPublisher", "NRC"),
    _entity("trouw", "NewsPublisher", "Trouw"),
    _entity("china", "Country", "China"),
    _entity("wechat", "Product", "WeChat"),
    _entity("lonely", "Law", "Wet eenzaamheid"),
)


def hostile_graph() -> KnowledgeGraph:
    """Gives a graph whose texts, names and addresses try to be markup, script or writing from right to left."""
    markup = "</script><script>window.broken = true</script><img src=x onerror='window.broken = true'>"
    long_name = "Zeer " * 2000
    body = f'{markup} zegt "KPN" & <b>Tencent</b> \u202etxet desrever\u202c {{{{ 7 * 7 }}}} einde.'
    article = Article(
        "a1",
        "<b>.txt",
        "nl",
        f"Titel {markup}",
        body,
        PartialDate("2020-01-02"),
        EntityId("nrc"),
        "javascript:window.broken=true",
    )
    entities = (
        Entity(EntityId("long"), "Person", long_name, (markup,), ("javascript:window.broken=true",)),
        Entity(EntityId("markup"), "TelecomOperator", markup, ("\u202egnorw\u202c", "\"quoted' name")),
        Entity(EntityId("nrc"), "NewsPublisher", "\u200fNRC\u202e <i>x</i>"),
    )
    claims: Claims = defaultdict(list)
    claims[EntityId("markup"), "partnersWith", EntityId("long")].append(
        Claim(
            EntityId("markup"),
            "partnersWith",
            EntityId("long"),
            Stance.ASSERTS,
            Certainty.CERTAIN,
            EntityId("nrc"),
            None,
            None,
            Evidence("a1", 0, len(body), body),
            "<u>rule</u>",
            0.5,
            ("<s>Location</s>",),
        )
    )
    return graph_of((article,), entities, claims, {"a1": _ids("long markup nrc")})


def made_up_graph(nodes: int, edges: int, articles: int = 50) -> KnowledgeGraph:
    """Gives a graph with hubs and communities, the same for the same numbers; nothing of it is true."""
    kinds = ["TelecomOperator", "TechnologyCompany", "GovernmentBody", "Person", "Country", "Product", "Regulator"]
    relations = ["partnersWith", "suppliesTo", "investigates", "sharesDataWith", "restricts", "warnsAbout"]
    entities = tuple(Entity(EntityId(f"e{n:05}"), kinds[n % len(kinds)], f"Bedrijf nummer {n}") for n in range(nodes))
    texts = tuple(_made_up_article(number) for number in range(articles))
    claims: Claims = defaultdict(list)
    number = 0
    while len(claims) < edges:
        first, second = _ends(number, nodes)
        number += 1
        if first == second:
            continue
        subject, object_ = EntityId(f"e{first:05}"), EntityId(f"e{second:05}")
        article = texts[number % articles]
        evidence = Evidence(article.id, 0, 25, article.body[:25])
        stance = Stance.DENIES if number % 11 == 0 else Stance.ASSERTS
        certainty = Certainty.POSSIBLE if number % 5 == 0 else Certainty.CERTAIN
        claim = Claim(subject, relations[number % 6], object_, stance, certainty, None, None, None, evidence, "r", 0.9)
        claims[subject, claim.relation, object_].append(claim)
    return graph_of(texts, entities, claims, {})


def _ends(number: int, nodes: int) -> tuple[int, int]:
    """Two nodes: mostly of one community of thirty, drawn to its first members; a sequence with a long period."""
    draw = (number * 2654435761 + 12345) % 2**32
    first = (draw >> 3) % nodes
    community = first // 30 * 30
    near = community + int(((draw >> 7) % 1000 / 1000) ** 2 * 30)
    far = (draw >> 11) % nodes
    return first, min(nodes - 1, far if draw % 7 == 0 else near)


def _made_up_article(number: int) -> Article:
    body = " ".join(f"Zin {n} van artikel {number} gaat over bedrijven die samenwerken." for n in range(40))
    published = PartialDate(f"{2000 + number % 25}-0{1 + number % 9}")
    return Article(f"a{number:04}", f"{number}.txt", "nl", f"Artikel {number}", body, published)


def _ids(names: str) -> tuple[EntityId, ...]:
    return tuple(EntityId(name) for name in names.split())


def _article(
    identifier: str, title: str | None, published: str | None, publisher: str | None, url: str | None
) -> Article:
    return Article(
        identifier,
        f"{identifier}.txt",
        "nl",
        title,
        BODIES[identifier],
        PartialDate(published) if published else None,
        EntityId(publisher) if publisher else None,
        url,
    )


def _claim(
    claims: Claims,
    triple: str,
    article: str,
    quote: str,
    source: str | None = None,
    stance: Stance = Stance.ASSERTS,
    certainty: Certainty = Certainty.CERTAIN,
    period: tuple[str | None, str | None] = (None, None),
) -> None:
    subject, relation, object_ = triple.split()
    start = BODIES[article].index(quote)
    valid_from, valid_until = (PartialDate(date) if date else None for date in period)
    key = EntityId(subject), relation, EntityId(object_)
    evidence = Evidence(article, start, start + len(quote), quote)
    claims[key].append(
        Claim(
            *key,
            stance,
            certainty,
            EntityId(source) if source else None,
            valid_from,
            valid_until,
            evidence,
            "test",
            0.9,
            ("Location",) if source == "nrc" else (),
        )
    )
