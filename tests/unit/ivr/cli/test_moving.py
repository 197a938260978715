"""`bigbutton db migrate-to` and `bigbutton db claim`, as somebody types them."""

from db.engine import open_engine, reading
from db.homes import load_seniors


def names(url: str) -> list[str]:
    engine = open_engine(url)
    with reading(engine) as conn:
        found = sorted(one.name for one in load_seniors(conn).values())
    engine.dispose()
    return found


def test_a_site_moves_and_is_told_how_to_go_on(bigbutton, site):
    there = f"sqlite:///{site}/there.db"

    said = bigbutton("db", "migrate-to", there)

    assert said.code == 0, said.err
    assert "seniors" in said.out and "the same in" in said.out
    assert f'database_url = "{there}"' in said.out
    assert "  seniors: 2 of 2" in said.err
    assert names(there) == ["王秀英", "赵德福"]


def test_a_trial_is_taken_back(bigbutton, site):
    said = bigbutton("db", "migrate-to", f"sqlite:///{site}/there.db", "--trial")

    assert said.code == 0 and "on trial" in said.out
    assert not (site / "there.db").exists()


def test_the_same_database_is_no_other_one(bigbutton, site):
    said = bigbutton("db", "migrate-to", f"sqlite:///{site}/bigbutton.db")

    assert said.code == 1
    assert "The site is there already. Name another database" in said.err


def test_whoever_serves_where_the_site_was_is_told_where_it_is_unless_it_is_claimed(bigbutton, site):
    bigbutton("db", "migrate-to", f"sqlite:///{site}/there.db")

    refused = bigbutton("serve")
    claimed = bigbutton("db", "claim")
    again = bigbutton("db", "migrate-to", f"sqlite:///{site}/again.db", "--trial")

    assert refused.code == 1 and f"has moved to sqlite:///{site}/there.db" in refused.err
    assert claimed.code == 0 and "belongs to the site Bigbutton now" in claimed.out
    assert again.code == 0
