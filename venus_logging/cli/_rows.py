"""Rows for lint: the records of files, of standard input and of a store, each with the place where it stands."""

from __future__ import annotations

import shutil
import sys
import tempfile
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias
from urllib.parse import urlsplit

from venus_logging import store as stores
from venus_logging.cli._store import question
from venus_logging.errors import SourceError
from venus_logging.event import json
from venus_logging.ingest import Options, find
from venus_logging.ingest.identify import Finisher
from venus_logging.ingest.readers import choose, oslo_json, oslo_text, read_object, uwsgi_access
from venus_logging.ingest.readers import events as ours
from venus_logging.ingest.readers.choose import SAMPLE
from venus_logging.ingest.sources import Opened, lines, service_of
from venus_logging.lint import Foreign
from venus_logging.query import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from venus_logging.cli._options import Settings
    from venus_logging.event import Event
    from venus_logging.ingest import Reject
    from venus_logging.ingest._types import Line, Read

__all__ = ["Rows"]

_FORMATS: Final = (
    (oslo_json.looks_like, "oslo.log's JSON"),
    (oslo_text.looks_like, "oslo.log's text"),
    (uwsgi_access.looks_like, "uwsgi's access log"),
)
_STANDARD_INPUT: Final = "-"
_PAGE: Final = 10_000
_Row: TypeAlias = "tuple[str, int, Event | Foreign | Reject]"


class Rows:
    """The records of some sources, read and counted.

    Args:
        sources: files, plain or gzip; folders of logs; ``-`` for standard input; URLs or folders of stores.
        where: which events of a store.
        chosen: the common options.
        options: what the caller says about foreign records.

    Raises:
        SourceError: a file cannot be read, or a folder holds no log.
    """

    def __init__(self, sources: Sequence[str], where: str, chosen: Settings, options: Options) -> None:
        self.records = 0
        self.sources = 0
        self.left_out = 0
        self._where = where
        self._chosen = chosen
        self._options = options
        self._parts = [(source, self._files(source)) for source in sources]

    def __iter__(self) -> Iterator[_Row]:
        for source, files in self._parts:
            for row in self._rows(source, files):
                self.records += 1
                yield row

    def _rows(self, source: str, files: Sequence[Path]) -> Iterator[_Row]:
        if source == _STANDARD_INPUT:
            self.sources += 1
            yield from self._standard_input()
        elif _is_store(source):
            self.sources += 1
            yield from self._store(source)
        for path in files:
            yield from self._file(str(path), service_of(path), lines(path), named=path == Path(source))

    @staticmethod
    def _files(source: str) -> list[Path]:
        if source == _STANDARD_INPUT or _is_store(source):
            return []
        files = find([Path(source)])
        if not files:
            raise SourceError(f"no log in {source}", hint="name a file, and it is checked whatever its name")
        return files

    def _file(self, path: str, service: str, source: Iterator[Line], *, named: bool) -> Iterator[_Row]:
        sample = list(islice(source, SAMPLE))
        is_ours = any(ours.looks_like(line.raw) for line in sample)
        is_known = any(looks_like(line.raw) for line in sample for looks_like, _ in _FORMATS)
        if not is_ours and not is_known and not named and ".events.jsonl" not in path:
            self.left_out += 1
            return
        self.sources += 1
        if is_known and not is_ours:
            reader = choose(sample, self._options.host, self._options.zone)
            finisher = Finisher(self._options, service)
            for read in reader.read(chain(sample, source)):
                yield path, read.line.number, _foreign(read, finisher)
            return
        for line in chain(sample, source):
            # NOTE: as the line stands; the reader of ingest would mask it and bring its time into shape first.
            yield path, line.number, read_object(line)

    def _standard_input(self) -> Iterator[_Row]:
        with tempfile.TemporaryFile() as file:
            shutil.copyfileobj(sys.stdin.buffer, file)
            file.seek(0)
            opened = Opened(Path(_STANDARD_INPUT), file)
            yield from self._file(_STANDARD_INPUT, self._options.service, opened.lines(), named=True)

    def _store(self, url: str) -> Iterator[_Row]:
        query, window = resolve(question(self._where, self._chosen), self._chosen.now, self._chosen.zone)
        with stores.open(url, "r") as store:
            for number, event in enumerate(stores.stream(store, query, window, page=_PAGE), 1):
                yield url, number, event


def _is_store(source: str) -> bool:
    return bool(urlsplit(source).scheme) or (Path(source) / "format.json").is_file()


def _foreign(read: Read, finisher: Finisher) -> Foreign | Event | Reject:
    """What becomes of a line of another format; its message as it was written, so that secrets in it are found."""
    if not isinstance(read.result, dict):
        return read.result
    event = finisher.finish(read, read.result)
    name = next((name for looks_like, name in _FORMATS if looks_like(read.line.raw)), "")
    if not name:
        return event
    written = read_object(read.line) if name == _FORMATS[0][1] else {}
    if not isinstance(written, dict) or not isinstance(written.get("message"), str):
        return Foreign(event, name)
    event["body"] = written["message"]
    extra = written.get("extra")
    return Foreign(event, name, json.encode(extra).decode() if isinstance(extra, dict) else "")
