from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store
from starlette.testclient import TestClient

from graphbuild.errors import UsageError
from graphbuild.graph.namespaces import PREFIXES, term
from graphbuild.graph.rdf import to_rdf
from graphbuild.graph.store import write_store
from graphbuild.query import library
from graphbuild.serve import create_app
from graphbuild.serve.links import Links
from graphbuild.serve.yasgui import SCRIPT, STYLE, find_yasgui, with_prefixes
from tests.small_graph import small_graph
from tests.test_cli import run

PLACES = ["", "build", "@zazuko/yasgui/build", "node_modules/@triply/yasgui/build"]


def installed(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / SCRIPT).write_text("var Yasgui;")
    (folder / STYLE).write_text("a {}")
    (folder / "package.json").write_text("{}")
    return folder


@pytest.fixture
def built(tmp_path: Path) -> Path:
    write_store(tmp_path / "out", to_rdf(small_graph(), version="1"))
    return tmp_path / "out"


@pytest.mark.parametrize("place", PLACES)
def test_yasgui_is_found_where_npm_puts_it(tmp_path: Path, place: str) -> None:
    with pytest.raises(UsageError):
        find_yasgui(tmp_path)
    installed(tmp_path / place)
    assert find_yasgui(tmp_path) == (tmp_path / place).resolve()


def test_a_folder_without_yasgui_says_how_to_get_it(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / SCRIPT).write_text("")
    with pytest.raises(UsageError, match=r"no yasgui\.min\.js and yasgui\.min\.css .* npm install @zazuko/yasgui"):
        find_yasgui(tmp_path)
    assert run("serve", built, "--yasgui", tmp_path) == 2
    assert "npm install" in capsys.readouterr().err


def test_the_page_loads_yasgui_from_its_own_address_and_nothing_else(built: Path, tmp_path: Path) -> None:
    with TestClient(create_app(built, workers=1, yasgui=installed(tmp_path / "yasgui"))) as client:
        page = client.get(
            "/query", params={"name": "profile", "param.entity": "Blik", "run": "yes", "editor": "yasgui"}
        )
        assert "script-src 'self';" in page.headers["content-security-policy"]
        assert "connect-src 'self';" in page.headers["content-security-policy"]
        assert 'data-run="yes"' in page.text
        assert "VALUES ?entity { &lt;https://w3id.org/graphbuild/id/entity/blik&gt; }" in page.text
        for name, kind in ((SCRIPT, "text/javascript"), (STYLE, "text/css"), ("start.js", "text/javascript")):
            assert f'"/yasgui/{name}"' in page.text
            given = client.get(f"/yasgui/{name}")
            assert given.status_code == 200
            assert given.headers["content-type"].startswith(kind)
        for other in ("package.json", "..%2f..%2fout%2fgraph.ttl", "../query_page.py", ""):
            assert client.get(f"/yasgui/{other}").status_code == 404


def test_a_page_without_yasgui_runs_no_script(built: Path) -> None:
    with TestClient(create_app(built, workers=1)) as client:
        page = client.get("/query")
        assert "script" not in page.headers["content-security-policy"]
        assert "<script" not in page.text
        assert client.get(f"/yasgui/{SCRIPT}").status_code == 404


def test_every_query_of_the_library_stands_on_its_own_with_its_prefixes() -> None:
    ran = 0
    for query in library().values():
        Store().query(with_prefixes(query.text))  # raises SyntaxError for a prefix that nobody declared
        ran += 1
    assert ran >= 25
    once = with_prefixes("SELECT * { ?s gb:fines ?o }")
    assert once == with_prefixes(once) == f"PREFIX gb: <{PREFIXES['gb']}>\nSELECT * {{ ?s gb:fines ?o }}"


@given(st.text())
def test_prefixes_are_put_before_any_text(text: str) -> None:
    assert with_prefixes(text).endswith(text)


def test_names_and_iris_lead_to_the_page_with_the_graph() -> None:
    store = Store()
    store.extend(to_rdf(small_graph(), version="1"))
    links, base = Links(store), "https://w3id.org/graphbuild/id/"
    assert links.place("Zonnet") == links.place(f"{base}entity/zonnet") == "#select=node%20zonnet"
    assert links.place(f"{base}entity/product/lynco-tv") == "#select=node%20product%2Flynco-tv"
    assert links.place(f"{base}article/a1") == "#select=article%20a1"
    for value in ("zonnet", "", f"{base}statement/x", "https://example.org/entity/zonnet"):
        assert links.place(value) is None
    store.add(Quad(NamedNode(f"{base}entity/anna"), term("skos:prefLabel"), Literal("Zonnet")))
    assert Links(store).place("Zonnet") is None  # several have that name now
    assert Links(store).place("Blik") == "#select=node%20blik"
