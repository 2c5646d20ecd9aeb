"""Every store gives the answer of the store in memory, whatever is stored and whatever is asked."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory

from asking import TABLE, TEXTS, differences, numbered, questions
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from venus_logging.query.matching import tokens
from venus_logging.store import open as open_store
from venus_logging.store.indexing import analyzed

# Waiting for a disk proves nothing here.
IN_MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
# Shrinking would take minutes, and the first differing question says enough.
ONCE = settings(
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
EXAMPLES = int(os.environ.get("AGREE_EXAMPLES", "80"))
"""Of 20 to 30 questions each; tox -e agree has more."""


class TestStoresAgree:
    @settings(ONCE, max_examples=EXAMPLES)
    @given(numbered, st.integers(0, 16), questions)
    def test_all(self, cluster_url, events, cut, asked):
        """Two writes of the same events, and every answer of every store is that of the model."""
        with (
            TemporaryDirectory(dir=IN_MEMORY) as folder,
            open_store(folder, "w", fields=TABLE) as embedded,
            open_store(cluster_url(), "w", fields=TABLE) as cluster,
        ):
            assert next(differences([embedded, cluster], events, cut, asked), None) is None


class TestWords:
    @settings(max_examples=300)
    @given(st.text() | st.sampled_from(TEXTS))
    @example("Straße İstanbul ΑΣ कि ﬁ x_y 𝔘 ٣ ² ½ Ⅷ")
    def test_blanks_cut_a_text_into_its_words(self, text):
        """What the engine cuts at blanks are the words of the text."""
        assert analyzed(text).split() == tokens(text)
