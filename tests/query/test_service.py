from __future__ import annotations

import pytest

from graphbuild.query.service import asks_other_servers


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * WHERE { SERVICE <http://localhost/> { ?s ?p ?o } }",
        "SELECT * WHERE { service silent ?where { ?s ?p ?o } }",
        "SELECT * WHERE {\nSeRvIcE<http://localhost/> { ?s ?p ?o } }",
        "SELECT * WHERE { \\u0053ERVICE <http://localhost/> { ?s ?p ?o } }",
        "SELECT * WHERE { ?s ?p '#' SERVICE <http://localhost/> { ?s ?p ?o } }",
        'SELECT * WHERE { ?s ?p "\\u005C" SERVICE <http://localhost/> { ?s ?p ?o } ?a ?b "" }',
        "SELECT * WHERE { ?s ?p '''it's ''' SERVICE <http://localhost/> { ?s ?p ?o } }",
        "SELECT * WHERE { FILTER(1<2) SERVICE<http://localhost/> { ?s ?p ?o } }",
        "# a comment\rSELECT * WHERE { SERVICE <http://localhost/> { ?s ?p ?o } }",
        "PREFIX s: <http://localhost/> SELECT * WHERE { <http://localhost/#x> ?p ?o . SERVICE s:x { ?s ?p ?o } }",
    ],
)
def test_a_service_clause_is_found_however_it_is_written(query: str) -> None:
    assert asks_other_servers(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service WHERE { ?service gb:fines ?o }",
        "SELECT * WHERE { ?s skos:prefLabel 'Secret Service' }",
        'SELECT * WHERE { ?s skos:prefLabel """the "service" \\""" again""" }',
        "SELECT * WHERE { ?s ?p <http://example.org/service> } # no SERVICE here",
        "SELECT * WHERE { ?s ex:service ?o ; service:x ?y ; gb:intelligence-service ?z }",
    ],
)
def test_the_word_alone_is_no_service_clause(query: str) -> None:
    assert not asks_other_servers(query)
