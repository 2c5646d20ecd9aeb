"""The service's tests as stestr projects write them, with fixtures."""

from __future__ import annotations

import unittest

import fixtures
from oslo_context.context import RequestContext
from volumes import attach

from venus_logging.testing.fixture import CaptureEvents


class AttachTest(fixtures.TestWithFixtures, unittest.TestCase):
    """Attaching a volume."""

    def test_attach(self) -> None:
        """What an attachment logs keeps the contract."""
        self.context = RequestContext(overwrite=True)
        captured = self.useFixture(CaptureEvents("example"))

        attach("8f4c2d7b-9a1e-4c55-a3b0-1d2e3f405162", "2a0f6a1e-7c44-4f60-9a5e-0b8d1f3c5e77")

        captured.assert_conform()
        self.assertEqual(len(captured.of("compute.volume.attach")), 3)
