"""Where Python source comes from."""

from __future__ import annotations

import io
import tarfile
import zipfile

import pytest

from venus_logging.errors import SourceError
from venus_logging.statements import extract

TEXT = "import logging\nLOG = logging.getLogger(__name__)\nLOG.info('a')\n"
FILES = {"nova/__init__.py": "", "nova/api.py": TEXT, "nova/tests/__init__.py": "", "nova/tests/test_a.py": TEXT}


def wheel(folder, files=FILES):
    """A wheel of some files."""
    path = folder / "nova-34.0.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
        archive.writestr("nova-34.0.0.dist-info/METADATA", "Name: nova")
    return path


def sdist(folder, files=FILES):
    """A source distribution of some files."""
    path = folder / "nova-34.0.0.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for name, text in files.items():
            info = tarfile.TarInfo(f"nova-34.0.0/{name}")
            info.size = len(text)
            archive.addfile(info, io.BytesIO(text.encode()))
    return path


def tree(folder, files=FILES):
    """A folder of some files."""
    for name, text in files.items():
        (folder / "src" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "src" / name).write_text(text)
    return folder / "src"


class TestSources:
    @pytest.mark.parametrize(
        ("make", "path"),
        [(wheel, "nova/api.py"), (sdist, "nova-34.0.0/nova/api.py"), (tree, "nova/api.py")],
    )
    def test_same(self, tmp_path, make, path):
        """
        A wheel, a source distribution and a folder say the same, without their tests.
        """
        found = [(each.logger, each.format, each.path, each.line) for each in extract(make(tmp_path))]

        assert found == [("nova.api", "a", path, 3)]

    def test_file(self, tmp_path):
        """
        A single file knows the package that it is in.
        """
        found = list(extract(tree(tmp_path) / "nova" / "api.py"))

        assert [(each.logger, each.path) for each in found] == [("nova.api", "api.py")]

    def test_order(self, tmp_path):
        """
        Files come in the order of their paths, whatever the order in the archive.
        """
        path = wheel(tmp_path, {"b.py": TEXT, "a.py": TEXT})

        assert [each.path for each in extract(path)] == ["a.py", "b.py"]

    @pytest.mark.parametrize(
        ("name", "data", "message"),
        [
            ("a.whl", b"PK\x03\x04 cut", "cannot be read"),
            ("a.tar.gz", b"no gzip", "cannot be read"),
            ("a.txt", b"text", "neither a folder nor a Python file, wheel or source distribution"),
        ],
    )
    def test_refused(self, tmp_path, name, data, message):
        """
        What is no code base is refused by name.
        """
        path = tmp_path / name
        path.write_bytes(data)

        with pytest.raises(SourceError, match=rf"{name}: {message}"):
            list(extract(path))

    def test_large(self, tmp_path):
        """
        A file of an archive that unpacks to more than 16 MiB is not read.
        """
        path = tmp_path / "a.whl"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("big.py", "#" * (16 * 1024 * 1024 + 1))

        with pytest.raises(SourceError, match=r"big\.py: cannot be read: 16777217 bytes are more than 16777216"):
            list(extract(path))
