"""Every operation keeps what its description says, whatever it is asked."""

import pytest

from tests.api.conftest import ago, make_full
from tests.factories import make_public, take
from tests.fuzzing import fuzz

pytestmark = pytest.mark.django_db


def test_every_check_of_schemathesis_holds(writer, approver):
    article = make_full(writer=writer, approver=approver, now=ago(60))
    gone = make_public(writer=writer, approver=approver, now=ago(50))
    take(gone, "retract", by=approver, now=ago(40), note="Never said.")
    things = article.things
    known = {
        "reference": [str(article.uid), str(gone.uid), f"PR-{article.reference}"],
        "number": ["1"],
        "name": [things[name].slug for name in ("officials", "organisations", "events", "sources", "topics")],
        "uid": [str(things["statements"].uid), str(things["positions"].uid)],
        "official": [things["officials"].slug],
        "topic": [things["topics"].slug],
    }

    asked, faults = fuzz(300, known)

    assert faults == []
    assert asked >= 300
