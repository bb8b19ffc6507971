"""What stories of intake start from."""

import pytest

from tests.stories import apply_demo


@pytest.fixture
def province(db: None) -> None:
    """The invented province in force."""
    apply_demo()
