"""Is a PostgreSQL used only if it is complete, and what of Debian's packages is fetched for one?"""

from pathlib import Path

from prepare import postgresql

PLAN = """\
'http://deb.example/libpq5_15.20-0_amd64.deb' libpq5_15.20-0_amd64.deb 189888 SHA256:1
'http://deb.example/postgresql-15_15.20-0_amd64.deb' postgresql-15_15.20-0_amd64.deb 17000000 SHA256:2
'http://deb.example/libllvm14_14.0_amd64.deb' libllvm14_14.0_amd64.deb 24000000 SHA256:3
'http://deb.example/postgresql-common_248_all.deb' postgresql-common_248_all.deb 179000 SHA256:4
'http://deb.example/libjson-perl_4.1_all.deb' libjson-perl_4.1_all.deb 88000 SHA256:5
"""


def a_root(where: Path, *versions: str) -> Path:
    for version in versions:
        programs = where / "usr/lib/postgresql" / version / "bin"
        programs.mkdir(parents=True)
        (programs / "initdb").touch()
        (programs / "postgres").touch()
    (where / "usr/lib/x86_64-linux-gnu").mkdir(parents=True)
    return where


def test_an_unpacked_one_is_used_with_its_own_libraries(tmp_path: Path):
    root = a_root(tmp_path / "postgresql-root", "15")
    (root / ".finished").touch()

    found = postgresql.unpacked(tmp_path)

    assert found is not None
    assert found.programs == root / "usr/lib/postgresql/15/bin"
    assert found.environment == {"LD_LIBRARY_PATH": str(root / "usr/lib/x86_64-linux-gnu")}


def test_a_half_unpacked_one_is_none(tmp_path: Path):
    a_root(tmp_path / "postgresql-root", "15")

    assert postgresql.unpacked(tmp_path) is None


def test_a_client_alone_is_no_server(tmp_path: Path):
    programs = a_root(tmp_path, "15") / "usr/lib/postgresql/15/bin"
    (programs / "postgres").unlink()

    assert postgresql.in_root(tmp_path) is None


def test_of_several_the_oldest_that_will_do_is_taken_and_14_will_not(tmp_path: Path):
    found = postgresql.in_root(a_root(tmp_path, "14", "17", "16"))

    assert found is not None and found.programs.parent.name == "16"


def test_only_what_the_server_needs_is_fetched():
    assert postgresql.missing(PLAN) == ["libpq5", "postgresql-15"]
