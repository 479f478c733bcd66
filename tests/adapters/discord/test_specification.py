"""Whether the published specification was there to check against."""

import pytest

from tests.simulators.discord_spec import SPEC, callback_schema, present, spec_problems


def test_every_body_was_checked_against_discords_published_specification() -> None:
    """The other tests check every body against it where it is, and against our own table of limits always."""
    if not present():
        pytest.skip(f"NOT CHECKED: {SPEC.name} does not lie in ../shared/specs; only our own table of limits was used")
    bad = {"type": 9, "data": {"custom_id": "x" * 101, "title": "t", "components": []}}
    assert [problem.path for problem in spec_problems(callback_schema(bad), bad)]
