"""A site kept in one file and put back, as somebody types it."""

import sqlite3


def test_a_site_is_kept_lost_and_put_back(bigbutton, site):
    kept = bigbutton("backup", "kept.tar.gz")
    (site / "bigbutton.db").unlink()

    back = bigbutton("restore", "kept.tar.gz")

    assert (kept.code, kept.err) == (0, "")
    assert "kept.tar.gz: " in kept.out and " rows of " in kept.out
    assert "exchange.call_secret, exchange.fill_secret" in kept.out
    assert (back.code, back.err) == (0, "")
    assert "as counted then" in back.out
    assert "bigbutton.toml stays as it is" in back.out
    with sqlite3.connect(site / "bigbutton.db") as conn:
        assert conn.execute("SELECT count(*) FROM seniors").fetchone() == (2,)


def test_on_a_bare_machine_the_settings_come_too_and_say_what_they_want(bigbutton, site):
    bigbutton("backup", "kept.tar.gz")
    (site / "bigbutton.db").unlink()
    (site / "bigbutton.toml").unlink()

    back = bigbutton("restore", "kept.tar.gz")

    assert back.code == 0
    assert "bigbutton.toml is new and wants its secrets: " in back.out
    assert "desks.1.phones.1.secret" in back.out


def test_a_database_elsewhere_wants_the_settings_to_follow(bigbutton, site):
    bigbutton("backup", "kept.tar.gz", "--with-secrets")

    back = bigbutton("restore", "kept.tar.gz", "--to", f"sqlite:///{site}/other.db")

    assert back.code == 0
    assert "set database_url to that database" in back.out


def test_a_site_that_is_there_is_refused_with_the_cure_and_kept_beside_when_told(bigbutton, site):
    bigbutton("backup", "kept.tar.gz")

    no = bigbutton("restore", "kept.tar.gz")
    yes = bigbutton("restore", "kept.tar.gz", "--force")

    assert (no.code, no.out) == (1, "")
    assert "holds a site already" in no.err and "--force" in no.err
    assert yes.code == 0
    assert "the database that was here is" in yes.out


def test_what_cannot_be_kept_or_put_back_is_said_in_one_line(bigbutton, site):
    (site / "letter").write_text("Dear Mrs Wang")

    told = [bigbutton(*words) for words in (("backup", "kept.zip"), ("restore", "letter"), ("backup", "off/k.tar.gz"))]

    assert [(one.code, one.out, one.err.count("\n")) for one in told] == [(1, "", 1)] * 3
    assert "End its name with .tar.zst or .tar.gz" in told[0].err
    assert "is no back-up" in told[1].err
    assert f"There is no folder {site}/off. Make it, or name another" in told[2].err


def test_a_file_that_is_not_there_is_a_wrong_word(bigbutton, site):
    assert bigbutton("restore", "nowhere.tar.gz").code == 2
