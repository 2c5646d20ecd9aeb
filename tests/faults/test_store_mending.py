"""What can be read of a torn, stale or foreign store, what is said of the rest, and how it is made whole."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
import tantivy
from test_store_faults import ARRIVED, BATCH, TABLE, batch, expected, uids

from venus_logging.errors import StoreError, StoreFullError, StoreLockedError
from venus_logging.event.json import encode
from venus_logging.query import Field, FieldTable, Query, Window
from venus_logging.query.tree import Equal
from venus_logging.store import caring
from venus_logging.store import open as open_store

DAYS = ("2026-11-23", "2026-11-24", "2026-11-25")
NEWER = FieldTable([*TABLE, Field("colour", "keyword")])


@pytest.fixture
def folder(tmp_path):
    """A store of three days, each with two segments."""
    folder = str(tmp_path / "store")
    with open_store(folder, "w", fields=TABLE) as store:
        store.write(batch(0), ARRIVED)
        store.write(batch(1), ARRIVED)
    return folder


def day(folder, name=DAYS[1]):
    """The folder of a day."""
    return Path(folder) / "days" / f"{name}.v1"


def faults(folder, **options):
    """What check finds: what it is about, and of which kind."""
    return [(each.path, each.kind) for each in caring.check(folder, fields=TABLE, **options)]


def read_all(folder, fields=TABLE):
    """All uids of a store."""
    with open_store(folder, fields=fields) as store:
        return uids(store)


class TestCheck:
    def test_a_whole_store(self, folder):
        """There is nothing to say of a whole store."""
        assert faults(folder, deep=True) == []

    def test_strangers_and_remains(self, folder):
        """What is not ours is named and left alone; what a killed process left is told apart."""
        for name in ("thesis", ".new-2026-11-26.v1", ".gone-2026-11-20.v1"):
            (Path(folder) / "days" / name).mkdir()

        assert (faults(folder), (Path(folder) / "days" / "thesis").exists()) == (
            [
                ("days/thesis", "strange"),
                ("days/.gone-2026-11-20.v1", "remains"),
                ("days/.new-2026-11-26.v1", "remains"),
            ],
            True,
        )

    @pytest.mark.parametrize("ending", ["store", "term", "idx", "fast", "pos"])
    def test_a_missing_file(self, folder, ending):
        """A file of the index that is missing is seen without reading events."""
        next(day(folder).glob(f"*.{ending}")).unlink()

        assert faults(folder) == [(f"days/{DAYS[1]}.v1", "torn")]

    def test_bytes_that_rotted(self, folder):
        """Stored events that cannot be unpacked are seen when events are read."""
        path = max(day(folder).glob("*.store"))
        path.write_bytes(bytes(len(path.read_bytes()) // 2) + path.read_bytes()[len(path.read_bytes()) // 2 :])

        assert faults(folder, deep=True)[0] == (f"days/{DAYS[1]}.v1", "torn")

    def test_an_event_that_stands_twice(self, folder):
        """The same segment in a second folder of the day is events stored twice."""
        shutil.copytree(day(folder), day(folder).with_name(f"{DAYS[1]}.v2"))

        assert faults(folder, deep=True) == [(f"days/{DAYS[1]}.v1", "repeated")]

    def test_an_account_of_another_shape(self, folder):
        """An account that is JSON but none of an index is torn."""
        (day(folder) / "meta.json").write_text("[]")

        assert faults(folder) == [(f"days/{DAYS[1]}.v1", "torn")]

    def test_a_day_that_was_renamed(self, folder):
        """Events of another day are seen."""
        day(folder).rename(day(folder, "2026-11-20"))

        assert faults(folder, deep=True) == [("days/2026-11-20.v1", "misplaced")]

    def test_a_day_for_other_fields(self, folder):
        """A day in which a field of now cannot be asked is stale."""
        kinds = {each.kind for each in caring.check(folder, fields=NEWER)}

        assert kinds == {"stale"}


class TestRebuild:
    def test_a_torn_segment_costs_no_other(self, folder):
        """What can be read of a day stays, and what was lost is said."""
        torn = next(day(folder).glob("*.store"))
        torn.unlink()

        (done,) = caring.rebuild(folder, fields=TABLE)

        lost = done.lost
        assert (done.day, done.events + lost, lost > 0, len(read_all(folder)), faults(folder, deep=True)) == (
            DAYS[1],
            len(expected(2)) - sum(1 for uid in expected(2) if int(uid.split("-")[1]) % 3 != 1),
            True,
            2 * BATCH - lost,
            [],
        )

    @pytest.mark.parametrize("ending", ["term", "idx", "fast", "pos"])
    @pytest.mark.parametrize("spoil", ["cut", "gone"])
    def test_stored_events_outlive_their_index(self, folder, ending, spoil):
        """Where only a file of the index is torn or missing, no event is lost."""
        before = read_all(folder)
        path = max(day(folder).glob(f"*.{ending}"))
        if spoil == "cut":
            os.truncate(path, path.stat().st_size // 2)
        else:
            path.unlink()

        (done,) = caring.rebuild(folder, fields=TABLE)

        assert (done.day, done.lost, read_all(folder), faults(folder, deep=True)) == (DAYS[1], 0, before, [])

    def test_what_was_lost_can_be_read_again(self, folder):
        """Written again, the lost events are added and the others are known."""
        next(day(folder).glob("*.store")).unlink()
        (done,) = caring.rebuild(folder, fields=TABLE)

        with open_store(folder, "w", fields=TABLE) as store:
            results = [store.write(batch(number), ARRIVED) for number in (0, 1)]

            assert (sum(each.added for each in results), uids(store)) == (done.lost, expected(2))

    def test_fields_of_now_can_be_asked(self, tmp_path):
        """A field that came later is found in old events once their days are made anew."""
        folder = str(tmp_path / "store")
        with open_store(folder, "w", fields=TABLE) as store:
            store.write([{**event, "colour": "red"} for event in batch(0)], ARRIVED)
        red = Query(Equal("colour", "red"))
        with open_store(folder, fields=NEWER) as reader:
            before = reader.search(red, Window(), limit=1).total
            caring.rebuild(folder, fields=NEWER)

            assert (before, reader.search(red, Window(), limit=1).total) == (0, BATCH)

    def test_several_folders_of_a_day_become_one(self, folder):
        """A day that was written with two sets of fields is one folder again."""
        with open_store(folder, "w", fields=NEWER) as store:
            store.write(batch(2), ARRIVED)
        caring.rebuild(folder, fields=NEWER)

        assert (sorted(path.name for path in (Path(folder) / "days").iterdir()), read_all(folder, NEWER)) == (
            [f"{name}.v3r" for name in DAYS],
            expected(3),
        )

    def test_a_kill_between_the_two(self, folder):
        """A day that took the place of another counts once, also while the other is still there."""
        caring.rebuild(folder, fields=TABLE, days=[DAYS[1]])
        again = day(folder).with_name(f"{DAYS[1]}.v2r")
        shutil.copytree(again, day(folder))

        assert (read_all(folder), faults(folder)) == (expected(2), [(f"days/{DAYS[1]}.v1", "remains")])

    def test_a_store_of_the_first_format(self, tmp_path):
        """A store of format 1 is refused with what to do, and then keeps all of its events."""
        folder = tmp_path / "store"
        old = folder / "days" / "2026-11-25.v1"
        old.mkdir(parents=True)
        (folder / "format.json").write_text(json.dumps({"format": 1}))
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("event", stored=True)
        builder.add_text_field("uid", tokenizer_name="raw")
        writer = tantivy.Index(builder.build(), str(old)).writer(15_000_000, num_threads=1)
        events = [event for event in batch(0) if str(event["@timestamp"]).startswith("2026-11-25")]
        for event in events:
            writer.add_json(json.dumps({"event": encode(event).decode(), "uid": event["log.record.uid"]}))
        writer.commit()
        writer.wait_merging_threads()
        with pytest.raises(StoreError, match="format 1, this version writes 2; venus-log store rebuild"):
            open_store(str(folder), fields=TABLE)

        caring.rebuild(str(folder), fields=TABLE)

        assert read_all(str(folder)) == sorted(event["log.record.uid"] for event in events)

    def test_one_at_a_time(self, folder):
        """While somebody writes, nothing is made anew."""
        with open_store(folder, "w", fields=TABLE), pytest.raises(StoreLockedError):
            caring.rebuild(folder, fields=TABLE, days=[DAYS[1]])

    def test_a_reader_sees_a_day_that_is_made_anew(self, folder):
        """A reader that is open answers the same before and after."""
        with open_store(folder, fields=TABLE) as reader:
            before = uids(reader)
            caring.rebuild(folder, fields=TABLE, days=DAYS)

            assert (before, uids(reader)) == (expected(2), expected(2))

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full to be full")
    def test_a_full_disk_leaves_the_day_as_it_was(self, folder, monkeypatch):
        """Without room for a day beside itself the day stays, and nothing half made does."""

        def full(descriptor):
            with Path("/dev/full").open("wb", buffering=0) as disk:
                disk.write(b"x")

        with monkeypatch.context() as patched:
            patched.setattr(os, "fsync", full)
            with pytest.raises(StoreFullError):
                caring.rebuild(folder, fields=TABLE, days=[DAYS[1]])

        assert (read_all(folder), faults(folder)) == (expected(2), [])
