"""A site's files on their way into the database: all or nothing, twice is once, every fault told."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from db import homes, providers, staff, terminals
from db.areas import load_areas
from db.engine import connectable, reading, writing
from db.importing import Report, UnknownKind, UnreadableFile, import_file, template
from db.tables import metadata
from people.cells import Locality
from people.ids import AreaId, HouseholdId, SeniorId, StaffId, TerminalId
from people.kinds import KINDS

BEIJING = Locality(area_code="10")
SENIORS = "id,household,name,tags,area,address\n"
DATA = Path(__file__).parents[2] / "data"


class Imports:
    """Writes a file and imports it."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self._engine = engine
        self._folder = folder

    def __call__(self, kind: str, text: str, *, dry_run: bool = False) -> Report:
        file = self._folder / f"{kind}.csv"
        file.write_text(text, encoding="utf-8")
        return import_file(self._engine, kind, file, dry_run, locality=BEIJING)


@pytest.fixture
def imports(engine: Engine, tmp_path: Path) -> Imports:
    return Imports(engine, tmp_path)


@pytest.fixture
def home(imports: Imports) -> Imports:
    """An area, a home, a senior are there."""
    for kind in ("areas", "seniors"):
        assert imports(kind, template(kind)).written
    return imports


def rows(engine: Engine) -> dict[str, int]:
    with reading(engine) as conn:
        return {
            name: conn.scalar(select(func.count()).select_from(table)) or 0 for name, table in metadata.tables.items()
        }


def told(report: Report) -> list[tuple[int, str, str]]:
    assert not report.written
    return [(problem.line, problem.column, problem.reason) for problem in report.problems]


def test_a_new_site_imports_every_template_in_their_order_and_twice_changes_nothing(imports):
    first = [imports(kind, template(kind)) for kind in KINDS]
    second = [imports(kind, template(kind)) for kind in KINDS]

    assert [(report.added, report.written) for report in first] == [(1, True)] * 8
    assert [(report.added, report.changed, report.unchanged) for report in second] == [(0, 0, 1)] * 8


def test_a_small_neighbourhood_with_chinese_headers_comes_in_whole(engine):
    reports = [import_file(engine, kind, DATA / f"{kind}.csv", locality=BEIJING) for kind in KINDS]

    assert [told for report in reports for told in report.problems] == []
    with reading(engine) as conn:
        assert homes.load_seniors(conn, ["s2"])[SeniorId("s2")].name == '李"老"强'
        assert len(homes.contacts_of_households(conn, ["h1"])) == 2
        assert [provider.capacity for provider in providers.load_providers(conn).values()] == [2, None]


def test_a_dry_run_tells_the_same_and_writes_nothing(imports, engine):
    before = rows(engine)

    report = imports("areas", template("areas"), dry_run=True)

    assert (report.added, report.written) == (1, False)
    assert rows(engine) == before


def test_one_bad_row_keeps_every_row_out(home, engine):
    before = rows(engine)

    report = home("seniors", SENIORS + "s2,h2,李强,,sjs,x\ns3,h3,,,sjs,x\ns4,h4,张,,nowhere,x\n")

    assert told(report) == [
        (3, "name", "must not be empty"),
        (4, "area", "no such areas row; import areas first, or correct the id"),
    ]
    assert rows(engine) == before


def test_the_examination_does_not_keep_the_controller_from_writing(home, engine, url):
    controller = connectable(url)

    with writing(controller):
        report = home("seniors", SENIORS + "s2,h2,李强,,sjs,x\n", dry_run=True)

    controller.dispose()
    assert report.added == 1


def test_a_row_told_twice_is_a_problem_that_names_the_first_line(home):
    report = home("seniors", SENIORS + "s2,h2,李强,,sjs,x\ns3,h2,李,,sjs,x\ns2,h2,李强,,sjs,x\n")

    assert told(report) == [(4, "id", "the same as on line 2")]


def test_repeats_are_found_across_batches(home):
    many = "".join(f"s{n + 5000},h9000,李强,,sjs,x\n" for n in range(1500))

    report = home("seniors", SENIORS + many + "s5000,h9000,李强,,sjs,x\n")

    assert told(report) == [(1502, "id", "the same as on line 2")]


def test_two_people_of_one_new_home_need_to_describe_it_once(home, engine):
    report = home("seniors", SENIORS + "s2,h2,李强,,sjs,古城1号\ns3,h2,张敏,,,\n")

    assert report.added == 2
    with reading(engine) as conn:
        assert homes.load_households(conn, ["h2"])[HouseholdId("h2")].address == "古城1号"


def test_a_home_described_in_two_ways_is_a_problem(home):
    report = home("seniors", SENIORS + "s2,h2,李强,,sjs,古城1号\ns3,h2,张敏,,sjs,古城2号\n")

    assert told(report) == [(3, "household", "described differently on line 2")]


def test_a_home_nobody_has_described_is_a_problem(home):
    cure = "no such households row; give the area and the address of a new home"

    assert told(home("seniors", SENIORS + "s2,h2,李强,,,\n")) == [(2, "household", cure)]
    assert told(home("seniors", SENIORS + "s2,h2,李强,,sjs,\n")) == [(2, "household", cure)]
    assert told(home("contacts", "id,household,position,name,number\nc1,h2,1,x,120\n")) == [(2, "household", cure)]


def test_a_column_the_file_does_not_have_stays_as_it_was(home, engine):
    with reading(engine) as conn:
        before = homes.load_seniors(conn, ["s1001"])[SeniorId("s1001")]

    report = home("seniors", "id,household,name\ns1001,h1001,王秀兰\n")

    assert (report.changed, report.unchanged) == (1, 0)
    with reading(engine) as conn:
        after = homes.load_seniors(conn, ["s1001"])[SeniorId("s1001")]
        assert homes.load_households(conn, ["h1001"])[HouseholdId("h1001")].access_note == "钥匙在居委会"
    assert (after.name, after.tags, after.born) == ("王秀兰", before.tags, before.born)


def test_a_cell_that_is_there_and_empty_is_emptied(home, engine):
    home("seniors", "id,household,name,tags\ns1001,h1001,王秀英,\n")

    with reading(engine) as conn:
        assert homes.load_seniors(conn, ["s1001"])[SeniorId("s1001")].tags == frozenset()


def test_areas_may_lie_in_one_further_down(imports, engine):
    report = imports("areas", "id,name,kind,parent\na,甲,社区,b\nb,乙,街道,\n")

    assert report.written
    with reading(engine) as conn:
        assert load_areas(conn)[AreaId("a")].parent == "b"


def test_areas_that_lie_nowhere_or_in_a_circle_are_problems(imports):
    report = imports("areas", "id,name,kind,parent\na,甲,社区,b\nb,乙,街道,a\nc,丙,街道,nowhere\n")

    assert told(report) == [
        (2, "parent", "the areas lie in one another in a circle"),
        (3, "parent", "the areas lie in one another in a circle"),
        (4, "parent", "no such areas row; add it to the file, or correct the id"),
    ]


def test_a_terminal_without_a_secret_gets_one_and_keeps_it(home, engine):
    file = "id,household,number\nt1,h1001,010-88880001\n"

    home("terminals", file)
    with reading(engine) as conn:
        secret = terminals.load_secret_terminals(conn)[TerminalId("t1")].secret
    again = home("terminals", file)

    assert len(secret) >= 20
    assert again.unchanged == 1


def test_a_number_belongs_to_one_terminal(home):
    head = "id,household,number\n"
    twice = home("terminals", head + "t1,h1001,010-88880001\nt2,h1001,+86 10 88880001\n")
    assert told(twice) == [(3, "number", "t1 has it already")]

    home("terminals", head + "t1,h1001,010-88880001\n")
    assert told(home("terminals", head + "t2,h1001,88880001\n")) == [(2, "number", "t1 has it already")]


def test_a_login_belongs_to_one_member_of_staff_and_a_password_survives_an_import(home, engine):
    file = "id,name,role,login\nwang,王芳,话务员,wangfang\n"
    home("staff", file)
    with writing(engine) as conn:
        staff.set_password(conn, StaffId("wang"), "$argon2")

    other = home("staff", "id,name,role,login\nqian,钱,主管,wangfang\n")
    changed = home("staff", file.replace("王芳", "王芬"))

    assert told(other) == [(2, "login", "wang has it already")]
    assert changed.changed == 1
    with reading(engine) as conn:
        assert staff.load_accounts(conn)[StaffId("wang")].password_hash == "$argon2"


@pytest.mark.parametrize(
    ("kind", "text", "column"),
    [
        ("providers", "id,name,service,area,numbers,hours\np,x,dancing,sjs,120,daily 24h\n", "service"),
        ("providers", "id,name,service,area,numbers,hours\np,x,meals,mars,120,daily 24h\n", "area"),
        ("staff", "id,name,role,area\nw,x,visitor,mars\n", "area"),
        ("rota", "staff,starts,ends,duty\nnobody,2026-03-02 08:00,2026-03-02 20:00,hotline\n", "staff"),
        ("holds", "senior,starts_on,ends_on\nnobody,2026-03-02,2026-03-03\n", "senior"),
    ],
)
def test_what_a_row_names_must_be_there(home, kind, text, column):
    [(line, named, reason)] = told(home(kind, text))

    assert (line, named) == (2, column)
    assert reason.startswith("no such ")


def test_a_thousand_problems_are_told_and_the_rest_counted(home):
    report = home("seniors", SENIORS + "S,h1001,x,,,\n" * 1200)

    assert (len(report.problems), report.more_problems) == (1000, 200)


def test_a_kind_or_a_file_that_is_not_there_is_told(engine, tmp_path):
    with pytest.raises(UnknownKind, match="there are: areas, seniors"):
        import_file(engine, "cats", tmp_path / "x.csv")
    with pytest.raises(UnreadableFile, match="No such file"):
        import_file(engine, "areas", tmp_path / "x.csv")
