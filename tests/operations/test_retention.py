from datetime import timedelta
from typing import Any

import pytest
from django.db.models.functions import Now

from operations import retention
from operations.enums import Retention
from operations.models import OutgoingMessage
from operations.retention import RetentionRule
from tests.factories.operations import OutgoingMessageFactory


def test_every_model_and_telling_field_is_classified() -> None:
    assert list(retention.gaps()) == []


def test_forgotten_and_invented_rows_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = {
        **retention.table(),
        "operations.Ghost": RetentionRule(Retention.RECORD),
        "accounts.User": RetentionRule(Retention.ACCOUNT),
    }
    del kept["operations.Job"]
    monkeypatch.setattr(retention, "table", lambda: kept)

    told = list(retention.gaps())

    assert "operations.Job has no row in the retention table." in told
    assert "operations.Ghost is in the retention table, but there is no such model." in told
    assert "accounts.User.email may name a person and needs its own class in the retention table." in told


@pytest.mark.django_db
def test_purge_blanks_old_addresses_and_keeps_the_rest() -> None:
    old = OutgoingMessageFactory(recipient=None, address="vjeter@example.org")
    new = OutgoingMessageFactory(recipient=None, address="ri@example.org")
    OutgoingMessage.objects.filter(pk=old.pk).update(created_at=Now() - timedelta(days=91))

    purged = retention.purge()

    addresses: dict[int, Any] = dict(OutgoingMessage.objects.values_list("pk", "address"))
    assert addresses == {old.pk: "", new.pk: "ri@example.org"}
    assert purged == {"operations.OutgoingMessage": 1}
    assert retention.purge() == {}
