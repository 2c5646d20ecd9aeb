"""Parts of events that are kept: as many as fit, and none that is wrong."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from venus_logging.emit.fragments import Cache, Fragment


def of(number: int) -> Fragment:
    """The fragment of a key."""
    return Fragment(f',"openstack.attempt":{number}')


class TestCache:
    def test_keep(self):
        """
        What is kept is given back, and found under its key.
        """
        cache = Cache()

        assert (cache.keep(1, of(1)), dict(cache)) == (of(1), {1: of(1)})

    def test_full(self):
        """
        A full cache is emptied before it takes one more.
        """
        cache = Cache()
        sizes = [len(cache) for number in range(7) if cache.keep(number, of(number), most=3)]

        assert (sizes, dict(cache)) == ([1, 2, 3, 1, 2, 3, 1], {6: of(6)})

    def test_usual_bound(self):
        """
        Without a bound of its own it holds 2048.
        """
        cache = Cache()
        sizes = [len(cache) for number in range(2049) if cache.keep(number, of(number))]

        assert (max(sizes), sizes[-1]) == (2048, 1)

    @given(st.lists(st.integers(0, 9)), st.integers(1, 5))
    def test_never_wrong(self, keys, most):
        """
        Whatever is looked up is what was kept under its key, the newest is there, and no more than the bound.
        """
        cache = Cache()
        for key in keys:
            cache.keep(key, of(key), most)

        assert all(cache[key] == of(key) for key in cache)
        assert len(cache) <= most
        assert not keys or keys[-1] in cache
