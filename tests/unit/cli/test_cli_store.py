"""venus-log store: init, check, drop, rebuild, and the short forms drop and info."""

from __future__ import annotations

import pytest


@pytest.fixture
def days(fill, event):
    """A store of three days, on the first of which two services wrote."""
    fill(
        *(event(day, **{"@timestamp": f"2026-11-{day}T10:00:00.000000Z"}) for day in (20, 21, 22)),
        event(23, service__name="keystone", **{"@timestamp": "2026-11-20T11:00:00.000000Z"}),
    )


@pytest.fixture
def torn(days, tmp_path):
    """The same, with a day whose account is torn; its folder."""
    folder = tmp_path / "store" / "days" / "2026-11-21.v1"
    (folder / "meta.json").write_text("{")
    return folder


class TestInit:
    def test_makes_a_store(self, venus_log, tmp_path):
        """
        A store that is missing is made, and info answers.
        """
        done = venus_log("store", "init")

        assert (done.rows, done.err, venus_log("store", "info").rows[0]["events"]) == (
            [{"change": f"store {tmp_path / 'store'} is new"}],
            f"{tmp_path / 'store'}: ready\n",
            0,
        )

    def test_says_what_it_would_make(self, venus_log, tmp_path):
        """
        A dry run makes nothing.
        """
        done = venus_log("store", "init", "--dry-run")

        assert (len(done.rows), done.err, (tmp_path / "store").exists()) == (
            1,
            f"{tmp_path / 'store'}: would change\n",
            False,
        )

    @pytest.mark.usefixtures("days")
    def test_leaves_a_store_as_it_is(self, venus_log, tmp_path):
        """
        A store that is there is up to date.
        """
        done = venus_log("store", "init")

        assert (done.rows, done.err) == ([], f"{tmp_path / 'store'}: up to date\n")

    def test_refuses_a_folder_of_something_else(self, venus_log, tmp_path):
        """
        What is no store does not become one, and a dry run says so.
        """
        (tmp_path / "store").mkdir()
        (tmp_path / "store" / "thesis.txt").write_text("mine")

        assert [venus_log("store", "init", *more).status for more in ((), ("--dry-run",))] == [3, 3]


@pytest.mark.usefixtures("days")
class TestDrop:
    @pytest.mark.parametrize("words", [("drop",), ("store", "drop")], ids=" ".join)
    def test_dry(self, venus_log, words):
        """
        Without --yes days are only named.
        """
        done = venus_log(*words, "--before", "2026-11-22")

        assert (done.rows, done.err, venus_log("info").rows[0]["events"]) == (
            [{"day": "2026-11-20", "dropped": False}, {"day": "2026-11-21", "dropped": False}],
            "3 events of 2 days would go; --yes removes them\n",
            4,
        )

    def test_yes(self, venus_log):
        """
        With --yes they are gone.
        """
        done = venus_log("drop", "--before", "2026-11-22", "--yes")

        assert (done.rows[0], done.err, venus_log("info").rows[0]["days"]) == (
            {"day": "2026-11-20", "dropped": True},
            "3 events of 2 days are gone\n",
            ["2026-11-22"],
        )

    def test_only_some_events(self, venus_log):
        """
        --only removes what a question finds; the rest of the day stays and is found.
        """
        done = venus_log("drop", "--before", "2026-11-22", "--only", "service:keystone", "--yes")
        left = venus_log("search", "--all").rows

        assert (done.rows, [row["log.record.uid"][-2:] for row in left]) == (
            [{"day": "2026-11-20", "dropped": True}],
            ["16", "15", "14"],
        )

    def test_older_than(self, venus_log):
        """
        --older-than counts days back from today.
        """
        days = {age: len(venus_log("drop", "--older-than", age).rows) for age in ("1d", "5200w")}

        assert days == {"1d": 3, "5200w": 0}

    def test_keep(self, venus_log):
        """
        --keep lets the oldest days go until so much is left; the last day stays.
        """
        sizes = venus_log("info").rows[0]["sizes"]
        days = {
            room: [row["day"] for row in venus_log("drop", "--keep", f"{room}B").rows]
            for room in (sum(sizes), sizes[1] + sizes[2], 1)
        }

        assert list(days.values()) == [[], ["2026-11-20"], ["2026-11-20", "2026-11-21"]]

    @pytest.mark.parametrize(
        "words",
        [
            (),
            ("--before", "2026-11-22", "--keep", "1GB"),
            ("--keep", "much"),
            ("--before", "2026-11-22", "--only", "* | stats count()"),
            ("--before", "2026-11-22", "--only", "since:now-1h"),
        ],
        ids=" ".join,
    )
    def test_refuses_what_it_cannot_mean(self, venus_log, words):
        """
        Which days must be said once, and --only says which events, not when.
        """
        assert venus_log("drop", *words).status == 2


class TestCheck:
    @pytest.mark.usefixtures("days")
    @pytest.mark.parametrize("more", [(), ("--deep",)])
    def test_a_whole_store(self, venus_log, tmp_path, more):
        """
        Of a store without faults it says so.
        """
        done = venus_log("store", "check", *more)

        assert (done.status, done.out, done.err) == (0, "", f"{tmp_path / 'store'}: nothing is wrong\n")

    @pytest.mark.usefixtures("torn")
    def test_a_torn_day(self, venus_log):
        """
        A torn day is named, and the exit status is that of a finding.
        """
        done = venus_log("store", "check")

        assert (done.status, [(row["path"], row["kind"]) for row in done.rows], "store rebuild" in done.err) == (
            1,
            [("days/2026-11-21.v1", "torn")],
            True,
        )

    def test_no_folder(self, venus_log):
        """
        Only a store in a folder can be checked.
        """
        assert venus_log("store", "check", "--store", "opensearch://localhost:1/x").status == 3


class TestRebuild:
    @pytest.mark.usefixtures("days")
    def test_nothing_to_do(self, venus_log):
        """
        Days of a whole store are left alone.
        """
        assert venus_log("store", "rebuild", "--yes").err == "no day needs it\n"

    def test_names_what_it_would_do(self, venus_log, torn):
        """
        Without --yes days are only named, with what can be read of them; that nothing can be is a finding.
        """
        done = venus_log("store", "rebuild")

        assert (done.status, done.rows, done.err.splitlines()[1:], torn.exists()) == (
            1,
            [{"day": "2026-11-21", "done": False, "events": 0, "lost": 0}],
            [
                "1 days would be made anew; --yes does it",
                "what cannot be read here may stand in the logs still: venus-log ingest --reread adds it",
            ],
            True,
        )

    @pytest.mark.usefixtures("torn")
    def test_mends(self, venus_log, tmp_path):
        """
        After it the store answers again, and what was torn is kept aside.
        """
        done = venus_log("store", "rebuild", "--yes")

        assert (
            "torn: 2026-11-21.v1" in done.err,
            venus_log("info").rows[0]["events"],
            venus_log("store", "check").status,
            (tmp_path / "store" / "broken" / "2026-11-21.v1").is_dir(),
        ) == (True, 3, 0, True)

    @pytest.mark.usefixtures("days")
    def test_a_day_that_is_not_there(self, venus_log):
        """
        A day that the store does not have is an error.
        """
        assert venus_log("store", "rebuild", "--day", "2020-01-01", "--yes").status == 3
