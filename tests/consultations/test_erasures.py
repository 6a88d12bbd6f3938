"""What persons had erased is told outside the database, and erased again where a backup brought it back."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from accounts.erasures import closed_accounts
from accounts.models import User
from accounts.services import set_active
from consultations.models import (
    AttendeeName,
    ConsentWithdrawal,
    Contribution,
    ContributionContact,
    MinutesPoint,
    PointRedaction,
    Redaction,
    SealedPoint,
    WorkNote,
)
from consultations.rights.requests import erase_for_request
from consultations.services import erase_contact, redact, withdraw_consent
from consultations.services.attendees import erase_attendee, withdraw_attendee
from consultations.services.points import redact_point
from consultations.words.redacting import plain_words, remaining_parts, with_parts
from operations.trail.erasures import FILE, erasure_kinds, ledger, outstanding, write_erasures
from operations.trail.erasures import complaints as wrong_erasures
from tests.factories.accounts import UserFactory
from tests.factories.consultations import (
    ConsultationEventFactory,
    ContributionFactory,
    MinutesPointFactory,
    PersonRequestFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def place(settings: Any, tmp_path: Path) -> Path:
    settings.HISTORY_HEADS_FILE = tmp_path / "heads.jsonl"
    return tmp_path / FILE


def reachable(email: str = "folesja@example.org") -> Contribution:
    words: Contribution = ContributionFactory(consents_to_publish=True, visibility="public", text="Ana do një qendër.")
    ContributionContact.objects.create(contribution=words, email=email, consents_to_feedback=True)
    return words


def as_from_the_backup(table: str, rows: list[dict[str, Any]]) -> None:
    """The rows of before the erasure are here again, and what the erasure added is not."""
    with connection.cursor() as cursor:
        for row in rows:
            names = ", ".join(row)
            cursor.execute(
                f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(row))})",
                list(row.values()),
            )


def test_what_was_erased_since_a_backup_is_erased_again(place: Path) -> None:
    coordinator, admin = UserFactory(role="coordinator"), UserFactory(role="admin")
    words = reachable()
    kept = ContributionContact.objects.filter(contribution=words).values().get()
    erase_contact(words.contact, actor=coordinator)
    leaver = UserFactory(role="staff")
    set_active(leaver, is_active=False, actor=admin)
    write_erasures()

    as_from_the_backup("consultations_contributioncontact", [kept])
    User.objects.filter(pk=leaver.pk).update(is_active=True)

    assert {line.kind for line in outstanding()} == {"contact", "account"}
    assert len(list(wrong_erasures())) == 2
    said = StringIO()
    call_command("replay_erasures", stdout=said)
    assert not ContributionContact.objects.exists()
    assert not User.objects.get(pk=leaver.pk).is_active
    assert list(wrong_erasures()) == []
    assert f"contact {words.pk}: erased again" in said.getvalue()
    assert "folesja" not in place.read_text()


def test_words_taken_out_and_a_consent_taken_back_stay_so_after_a_restore(place: Path, settings: Any) -> None:
    coordinator, words = UserFactory(role="coordinator"), reachable()
    redaction = Redaction(contribution=words, text="[…] do një qendër.", reason="emër")
    redact(redaction, actor=coordinator)
    withdraw_consent(words, "contact", actor=None)
    write_erasures()
    assert "Ana" not in place.read_text()
    lines = place.read_text()

    other = reachable("tjeter@example.org")
    place.write_text(lines.replace(f"{words.pk}@{words_moment(words)}", f"{other.pk}@{words_moment(other)}"))

    assert {line.kind for line in outstanding()} == {"words", "consent contact"}
    call_command("replay_erasures", stdout=StringIO())
    assert Redaction.objects.filter(contribution=other).latest("pk").text == "[…] do një qendër."
    assert ConsentWithdrawal.objects.filter(contribution=other, purpose="contact").exists()
    assert not ContributionContact.objects.filter(contribution=other).exists()
    assert outstanding() == []


def test_a_private_note_emptied_on_request_stays_empty_after_a_restore_and_a_later_one_stays(place: Path) -> None:
    said, later = reachable(), reachable("tjeter@example.org")
    for each in (said, later):
        WorkNote.objects.create(contribution=each, note="Kodi 1 telefonoi")
        asked = PersonRequestFactory(kind="erasure", contribution=each)
        erase_for_request(asked, actor=UserFactory(role="dpo"))
    write_erasures()
    assert "Kodi" not in place.read_text()

    WorkNote.objects.filter(contribution=said).update(note="Kodi 1 telefonoi")
    written_since = WorkNote.objects.get(contribution=later)
    written_since.note = "Për të premten"
    written_since.save()

    assert [(line.kind, line.row.split("@")[0]) for line in outstanding()] == [("note", str(said.pk))]
    call_command("replay_erasures", stdout=StringIO())
    assert WorkNote.objects.get(contribution=said).note == ""
    assert WorkNote.objects.get(contribution=later).note == "Për të premten"


def words_moment(words: Contribution) -> str:
    words.refresh_from_db()
    return words.recorded_at.isoformat()


def test_a_name_whose_term_is_over_goes_again_after_a_restore() -> None:
    AttendeeName.objects.create(
        event=ConsultationEventFactory(confidentiality="restricted"),
        name="Kodi 1",
        consents_to_list=True,
        erase_on="2024-01-01",
    )

    call_command("replay_erasures", stdout=StringIO())

    assert not AttendeeName.objects.exists()


def test_an_account_opened_anew_is_not_closed_again() -> None:
    admin, person = UserFactory(role="admin"), UserFactory(role="staff")
    set_active(person, is_active=False, actor=admin)
    write_erasures()
    set_active(person, is_active=True, actor=admin)
    write_erasures()

    assert [line.is_lifted for line in ledger().values()] == [True]
    assert outstanding() == []
    assert [each.is_lifted for each in closed_accounts()] == [True]


def test_another_row_with_the_same_key_is_left_alone(place: Path) -> None:
    words = reachable()
    place.write_text(
        f'{{"kind": "contact", "row": "{words.pk}@2020-01-01T00:00:00+00:00", "at": "2020-01-02", "content": {{}},'
        ' "is_lifted": false}\n'
    )

    assert outstanding() == []


def test_a_ledger_that_was_lost_is_missed(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = reachable()
    erase_contact(words.contact, actor=UserFactory(role="coordinator"))
    write_erasures()
    place.unlink()
    later = timezone.now() + timedelta(hours=2)
    monkeypatch.setattr("operations.trail.erasures.timezone.now", lambda: later)

    assert [sentence for sentence in wrong_erasures() if FILE in sentence] != []


@pytest.mark.parametrize(
    ("original", "redacted"),
    [
        ("Ana do një qendër.", "[…] do një qendër."),
        ("Do një qendër Ana", "Do një qendër […]"),
        ("A thotë B dhe C thotë B.", "A thotë […] thotë B."),
        ("Pa emër.", "Pa emër."),
        ("Ana", "[…]"),
    ],
)
def test_the_parts_that_are_left_give_the_redaction_back(original: str, redacted: str) -> None:
    assert with_parts(original, remaining_parts(redacted, original)) == plain_words(redacted)


def test_every_kind_of_erasure_is_in_the_ledger() -> None:
    of_attendees = ["attendee", "attendee contact", "attendee photo", "attendee quotation"]
    of_speakers = ["consent contact", "consent publication", "contact", "note", "point", "scan", "words"]
    of_minutes = ["minutes_internal", "minutes_public_en", "minutes_public_sq", "place", "place_en"]
    of_meetings = [
        "accessibility",
        "facilitator_role",
        "privacy_reason",
        "short_notice_reason",
        "title_en",
        "title_sq",
    ]
    written = [f"event {each}" for each in of_minutes + of_meetings] + ["contribution reason", "point reason"]
    written += [f"recommendation {each}" for each in ("text_en", "text_sq", "title_en", "title_sq")]
    written += [f"disposition {each}_{language}" for each in ("competent_body", "reason") for language in ("en", "sq")]
    written += [f"start_proposal {each}_{language}" for each in ("answer", "subject") for language in ("en", "sq")]
    written += ["extension reason", "feedback content", "late_reply reply"]
    assert erasure_kinds() == sorted(["account", "account person", *of_attendees, *of_speakers, *written])


def listed() -> AttendeeName:
    return AttendeeName.objects.create(
        event=ConsultationEventFactory(),
        name="Kodi 1",
        contact="dikush@example.org",
        consents_to_list=True,
        consents_to_photo=True,
        consents_to_contact=True,
        erase_on=timezone.localdate() + timedelta(days=9),
    )


def test_who_was_taken_off_a_list_and_a_consent_taken_back_there_stay_so_after_a_restore(place: Path) -> None:
    coordinator = UserFactory(role="coordinator")
    gone, changed = listed(), listed()
    kept = AttendeeName.objects.filter(pk=gone.pk).values().get()
    erase_attendee(gone, actor=coordinator)
    for purpose in ("photo", "contact"):
        withdraw_attendee(changed, purpose, actor=coordinator)
    assert (changed.consents_to_photo, changed.consents_to_contact, changed.contact) == (False, False, "")
    assert changed.consents == []
    write_erasures()
    assert "Kodi" not in place.read_text()

    as_from_the_backup("consultations_attendeename", [kept])
    AttendeeName.objects.filter(pk=changed.pk).update(consents_to_photo=True, contact="dikush@example.org")
    AttendeeName.objects.filter(pk=changed.pk).update(consents_to_contact=True)

    assert {line.kind for line in outstanding()} == {"attendee", "attendee photo", "attendee contact"}
    call_command("replay_erasures", stdout=StringIO())
    assert outstanding() == []
    left = AttendeeName.objects.get()
    assert (left.pk, left.consents_to_photo, left.contact) == (changed.pk, False, "")


SAID = "Ana dhe Beni duan një qendër te Ana."
WITHOUT_ANA = "[…] dhe Beni duan një qendër te […]"
WITHOUT_BOTH = "[…] dhe […] duan një qendër te […]"


def taken_out(point: MinutesPoint, *steps: tuple[str, bool]) -> None:
    for text, for_good in steps:
        redaction = PointRedaction(point=point, reason="emër", for_good=for_good)
        redact_point(redaction, text, actor=UserFactory(role="dpo"))


def named(point: MinutesPoint) -> str:
    point.refresh_from_db()
    return f"{point.pk}@{point.recorded_at.isoformat()}"


@pytest.mark.parametrize("before", [0, 1, 2])
def test_a_name_taken_out_of_a_point_is_taken_out_again_whatever_the_backup_held(place: Path, before: int) -> None:
    steps = [(WITHOUT_ANA, False), (WITHOUT_BOTH, True)]
    point, restored = MinutesPointFactory(text=SAID), MinutesPointFactory(text=SAID)
    taken_out(point, *steps)
    write_erasures()
    assert "Ana" not in place.read_text()
    assert "Beni" not in place.read_text()
    taken_out(restored, *steps[:before])
    place.write_text(place.read_text().replace(named(point), named(restored)))

    assert [line.kind for line in outstanding()] == ["point"] * (before < 2)
    call_command("replay_erasures", stdout=StringIO())

    assert MinutesPoint.objects.get(pk=restored.pk).text == WITHOUT_BOTH
    assert not SealedPoint.objects.exists()
    assert outstanding() == []
    write_erasures()
    assert list(wrong_erasures()) == []


def test_where_something_else_was_taken_out_after_a_restore_the_whole_point_goes(place: Path) -> None:
    point, restored = MinutesPointFactory(text=SAID), MinutesPointFactory(text=SAID)
    taken_out(point, (WITHOUT_ANA, True))
    write_erasures()
    taken_out(restored, ("Ana dhe […] duan një qendër te Ana.", False))
    place.write_text(place.read_text().replace(named(point), named(restored)))

    call_command("replay_erasures", stdout=StringIO())

    assert MinutesPoint.objects.get(pk=restored.pk).text == "[…]"
    assert not SealedPoint.objects.exists()
    assert outstanding() == []
