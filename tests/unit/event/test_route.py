"""Routes that are guessed from paths."""

from __future__ import annotations

import pytest

from venus_logging.event.route import guessed


class TestGuessed:
    @pytest.mark.parametrize(
        ("path", "expected"),
        [
            ("/v2.1/servers/5dff9ed1-f8f7-4c5f-998a-952e375e0ee7/action", "/v2.1/servers/{id}/action"),
            ("/v3/049f9e02c8a346989b0688ea06e48b1d/volumes", "/v3/{id}/volumes"),
            ("/os-services/17", "/os-services/{id}"),
            ("/v2.1/servers", "/v2.1/servers"),
            ("/flavors/m1.tiny", "/flavors/m1.tiny"),
            ("/", "/"),
        ],
    )
    def test_ids(self, path: str, expected: str) -> None:
        """Ids become a place for one; versions and names stay."""
        assert guessed(path) == expected
