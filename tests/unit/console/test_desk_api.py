"""What may programs do at the desk? The directory, one task, a call's note and end: with the rules of the pages."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from db.areas import load_areas, save_areas
from db.engine import reading, writing
from db.homes import load_households, save_households
from db.schema.work import audit
from people.areas import Area, AreaKind
from people.ids import AreaId
from tests.console import neighbourhood as here
from tests.unit.console.at_the_desk import at_the_desk
from tests.unit.console.test_desk_call import talking

ELSEWHERE = AreaId("laoshan")


@pytest.fixture
def other_area(morning: Engine) -> str:
    """Home 3 lies in another community; its operator `laoshan1` sees nobody else. Returns the call of home 1."""
    with writing(morning) as conn:
        save_areas(conn, [*load_areas(conn).values(), Area(id=ELSEWHERE, name="老山", kind=AreaKind.COMMUNITY)])
        [home] = load_households(conn, ["h3"]).values()
        save_households(conn, [type(home)(id=home.id, area=ELSEWHERE, address=home.address)])
    here.add_operator(morning, "operator", "laoshan1", area=ELSEWHERE)
    return talking(morning, home=1)


def viewed(engine: Engine) -> list[tuple[str, str]]:
    with reading(engine) as conn:
        rows = conn.execute(select(audit.c.subject, audit.c.detail).where(audit.c.action == "viewed"))
        return [(row.subject, row.detail) for row in rows]


def test_the_directory_says_who_near_her_is_open_and_whoever_asks_about_her_is_noted(morning: Engine, tmp_path: Path):
    with at_the_desk(morning, tmp_path, to="/desk") as visitor:
        every = visitor.get("/api/v1/directory").json()["places"]
        near = visitor.get("/api/v1/directory", params={"near": "s3", "service": "meals", "q": "gczz"}).json()["places"]
        meals = visitor.get("/api/v1/directory", params={"near": "s3", "service": "meals"}).json()["places"]

    assert len(every) == len(here.PROVIDERS) and near == []
    assert [(one["id"], one["open"], one["free"], one["numbers"]) for one in meals] == [
        ("canteen7", True, None, ["01088880017"])
    ]
    assert ("s3", "directory") in viewed(morning)


def test_a_call_is_ended_and_noted_by_a_program_and_a_wrong_end_names_its_field(morning: Engine, tmp_path: Path):
    call = talking(morning)
    with at_the_desk(morning, tmp_path, to="/desk") as visitor:
        names = [one["id"] for one in visitor.get("/api/v1/outcomes").json()["outcomes"]]
        wrong = visitor.post(f"/api/v1/calls/{call}/outcome", json={"outcome": "nonsense"})
        ended = visitor.post(f"/api/v1/calls/{call}/outcome", json={"outcome": "served", "note": "面条"})
        visitor.post(f"/api/v1/calls/{call}/note", json={"note": "她说头晕"})
        kept = visitor.get(f"/api/v1/calls/{call}/outcome").json()
        none = visitor.get("/api/v1/calls/none/outcome")

    assert "served" in names
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "outcome")
    assert (ended.status_code, none.status_code) == (200, 404)
    assert (kept["outcome"], kept["outcome_note"], kept["note"], kept["closed_by"]) == (
        "served", "面条", "她说头晕", here.LOGIN,
    )  # fmt: skip


def test_one_task_is_read_with_who_it_is_about(morning: Engine, tmp_path: Path):
    with at_the_desk(morning, tmp_path, to="/tasks") as visitor:
        task = visitor.get("/api/v1/tasks/task2").json()
        none = visitor.get("/api/v1/tasks/nothing")

    assert (task["kind"], task["person"], task["state"]) == ("missed_press", "刘德福", "open")
    assert none.status_code == 404
    assert ("t1004", "task") in viewed(morning)


@pytest.mark.parametrize("path", ["/api/v1/calls/{call}/outcome", "/api/v1/tasks/task2", "/api/v1/directory?near=s1"])
def test_what_is_of_another_area_is_not_there_for_a_program(
    morning: Engine, other_area: str, tmp_path: Path, path: str
) -> None:
    with at_the_desk(morning, tmp_path, "laoshan1", to="/desk") as visitor:
        assert visitor.get(path.format(call=other_area)).status_code == 404
        assert visitor.get("/api/v1/directory?near=s3").status_code == 200


def test_nothing_is_done_in_the_name_of_somebody_of_another_area(morning: Engine, other_area: str, tmp_path: Path):
    """Whoever guesses an id learns nothing: the answer is that of an id that nobody has."""
    stranger = talking(morning, home=5, terminal_id="u01099990000", household_id=None)
    with at_the_desk(morning, tmp_path, "laoshan1", to="/desk") as visitor:
        complaint = visitor.post("/api/v1/tasks", json={"text": "cold soup", "senior": "s1"})
        nobody = visitor.post("/api/v1/tasks", json={"text": "cold soup", "senior": "s99"})
        asked = visitor.post("/api/v1/requests", json={"senior": "s1", "kind": "meal"})
        own = visitor.post("/api/v1/requests", json={"senior": "s3", "kind": "meal"})
        form = {"form_token": visitor.form_token(f"/desk/call/{stranger}"), "submission": "one", "do": "attach"}
        attached = visitor.post(f"/desk/call/{stranger}", data={**form, "senior": "s1"})

    assert complaint.status_code == nobody.status_code == asked.status_code == 422
    assert complaint.json()["errors"] == nobody.json()["errors"] == asked.json()["errors"]
    assert own.status_code == 201
    assert attached.status_code == 422
    assert "Unknown caller" in attached.text and "Wang Xiuying" not in attached.text


def test_a_call_of_somebody_known_to_live_elsewhere_is_not_shown(morning: Engine, other_area: str, tmp_path: Path):
    stranger = talking(morning, home=5, terminal_id="u01099990000", household_id=None)
    with at_the_desk(morning, tmp_path, to="/desk") as visitor:
        form = {"form_token": visitor.form_token(f"/desk/call/{stranger}"), "submission": "one", "do": "attach"}
        visitor.post(f"/desk/call/{stranger}", data={**form, "senior": "s1"})
    with at_the_desk(morning, tmp_path, "laoshan1", to="/desk") as visitor:
        assert visitor.get(f"/desk/call/{stranger}").status_code == 404
