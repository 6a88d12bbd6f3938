import re
from base64 import b32decode
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice
from sesame.utils import get_token

from accounts.enums import Role
from accounts.login.login_links import login_path
from accounts.models import User
from accounts.services import invite
from operations.models import OutgoingMessage
from operations.queue.messages import send_due
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.municipality import MunicipalityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _place(db: None) -> None:
    MunicipalityFactory()


def log_in(client: Client, user: User, password: str = PASSWORD, **more: Any) -> Any:
    return client.post(reverse("accounts:login"), {"username": user.email, "password": password, **more})


def code_of(device: TOTPDevice) -> str:
    return f"{totp(device.bin_key):06d}"


@pytest.mark.parametrize(("language", "words"), [("sq", "Gabim:"), ("en", "Error:")])
def test_the_title_of_a_refused_form_begins_with_the_word(client: Client, language: str, words: str) -> None:
    with translation.override(language):
        refused, fresh = log_in(client, UserFactory(), "wrong"), client.get(reverse("accounts:login"))

    assert f"<title>{words} " in refused.content.decode()
    assert words not in fresh.content.decode()


@pytest.mark.parametrize(("language", "words"), [("sq", "Hyni"), ("en", "Log in")])
def test_the_login_page_speaks_both_languages(client: Client, language: str, words: str) -> None:
    UserFactory()
    with translation.override(language):
        page = client.get(reverse("accounts:login"))

    assert f'lang="{language}"' in page.content.decode()
    assert words in page.content.decode()


def test_a_person_logs_in_by_e_mail_whatever_its_capitals(client: Client) -> None:
    user = UserFactory(role="staff", email="dss@example.org")

    answer = client.post(reverse("accounts:login"), {"username": " DSS@Example.org ", "password": PASSWORD})

    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_refusal_does_not_say_which_half_was_wrong(client: Client) -> None:
    user = UserFactory(role="staff")
    closed = UserFactory(role="staff", is_active=False)

    wrong = log_in(client, user, "wrong")
    shut = log_in(client, closed)
    unknown = client.post(reverse("accounts:login"), {"username": "nobody@example.org", "password": PASSWORD})

    errors = [list(answer.context["form"].non_field_errors()) for answer in (wrong, shut, unknown)]
    assert errors[0] == errors[1] == errors[2] != []


def test_five_failures_lock_the_account_for_a_while(client: Client) -> None:
    user = UserFactory(role="staff")
    answers = [log_in(client, user, "wrong").status_code for _attempt in range(5)]

    assert answers == [200, 200, 200, 200, 429]
    assert log_in(client, user).status_code == 429
    assert (
        client.post(reverse("accounts:login"), {"username": user.email.upper(), "password": PASSWORD}).status_code
        == 429
    )
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert log_in(client, user).status_code == 302


def test_logging_out_needs_a_post(client_of: Any) -> None:
    client = client_of(UserFactory(role="staff"))

    assert client.get(reverse("accounts:logout")).status_code == 405
    assert client.post(reverse("accounts:logout")).status_code == 302
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("role", [Role.ADMIN, Role.MAYOR, Role.SECRETARY, Role.DPO])
def test_four_roles_go_to_their_second_factor_first(client: Client, role: str) -> None:
    user = UserFactory(role=role)
    log_in(client, user)

    for name in ("accounts:profile", "site:home", "municipality:profile"):
        assert client.get(reverse(name)).headers["Location"].startswith(reverse("accounts:second_factor"))


@pytest.fixture
def _one_moment() -> Iterator[None]:
    """A code is refused the second time within its half minute; no clock of the machine steps into the next one."""
    with time_machine.travel(timezone.now(), tick=False):
        yield


@pytest.mark.usefixtures("_one_moment")
def test_a_device_is_enrolled_by_its_first_code_and_then_asked_for(client: Client) -> None:
    user = UserFactory(role="admin")
    log_in(client, user)
    page = client.get(reverse("accounts:second_factor"))
    offer = page.context["form"]["offer"].value()
    key = page.context["secret_words"]
    wrong = client.post(reverse("accounts:second_factor"), {"offer": offer, "code": "000000"})
    assert wrong.context["secret_words"] == key
    assert not TOTPDevice.objects.exists()

    secret = TOTPDevice(key=key_bytes(key))
    answer = client.post(reverse("accounts:second_factor"), {"offer": offer, "code": code_of(secret)})

    assert answer.status_code == 302
    assert client.get(reverse("accounts:profile")).status_code == 200
    client.post(reverse("accounts:logout"))
    log_in(client, user)
    assert client.get(reverse("accounts:profile")).status_code == 302
    used = client.post(reverse("accounts:second_factor"), {"code": code_of(secret)})
    assert used.status_code == 200


def key_bytes(words: str) -> str:
    text = words.replace(" ", "")
    return b32decode(text + "=" * (-len(text) % 8)).hex()


def test_an_offer_made_for_another_account_enrols_nothing(client: Client) -> None:
    other, user = UserFactory(role="admin"), UserFactory(role="mayor")
    log_in(client, other)
    offer = client.get(reverse("accounts:second_factor")).context["form"]["offer"].value()
    client.post(reverse("accounts:logout"))
    log_in(client, user)

    client.post(reverse("accounts:second_factor"), {"offer": offer, "code": "123456"})

    assert not TOTPDevice.objects.exists()


def test_a_link_shows_a_button_and_logs_in_once(client: Client) -> None:
    user = UserFactory(role="ngo")
    path = login_path(user)

    assert client.get(path).status_code == 200
    assert "_auth_user_id" not in client.session
    assert client.post(path).status_code == 302
    assert client.session["_auth_user_id"] == str(user.pk)
    assert Client().post(path).status_code == 403


def test_a_forged_expired_or_foreign_link_is_a_sentence(client: Client) -> None:
    user = UserFactory(role="ngo")
    forged = login_path(user)[:-4] + "xxx/"
    out_of_scope = reverse("accounts:link_login", args=[get_token(user, scope="else")])
    of_staff = login_path(UserFactory(role="staff"))
    of_both = login_path(UserFactory(roles=["ngo", "admin"]))

    for path in (forged, out_of_scope, of_staff, of_both):
        assert client.post(path).status_code == 403
    fresh = login_path(user)
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert client.post(fresh).status_code == 403
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("later", "works"), [(timedelta(days=2, hours=23), True), (timedelta(days=3, hours=1), False)]
)
def test_an_invitation_holds_three_days_and_works_once(client: Client, later: timedelta, works: bool) -> None:
    councillor = UserFactory(role="councillor")
    invite(councillor, actor=UserFactory(role="admin"))
    send_due()
    token = str(re.search(r"http\S+", str(mail.outbox[0].body))[0]).rstrip("/").rpartition("/")[2]  # type: ignore[index]
    path = reverse("accounts:link_login", args=[token])

    with time_machine.travel(timezone.now() + later):
        assert client.post(path).status_code == (302 if works else 403)
        assert ("_auth_user_id" in client.session) is works
        assert Client().post(path).status_code == 403


def test_asking_for_a_link_tells_nobody_who_has_an_account(client: Client, settings: Any) -> None:
    settings.DEMO_MODE = False
    ngo, staff = UserFactory(role="ngo", language="en"), UserFactory(role="staff", language="sq")

    pages = [
        client.post(reverse("accounts:link_request"), {"email": email}).content.decode()
        for email in (ngo.email, staff.email, "nobody@example.org")
    ]

    assert len({re.sub(r"nonce-\S+", "", page) for page in pages}) == 1
    rows = list(OutgoingMessage.objects.values_list("kind", "recipient", "payload"))
    assert rows == [("accounts.link_request", None, {})] * 3
    assert send_due() == 2
    assert [sent.to for sent in mail.outbox] == [[ngo.email], [staff.email]]
    assert ["/en/" in str(sent.body) for sent in mail.outbox] == [True, False]
    assert not OutgoingMessage.objects.filter(address="nobody@example.org").exists()


def test_a_link_is_asked_for_by_the_same_queries_whoever_it_is(client: Client, settings: Any) -> None:
    settings.DEMO_MODE = False
    asked = {}
    for email in (UserFactory(role="ngo").email, UserFactory(role="admin").email, "nobody@example.org"):
        with CaptureQueriesContext(connection) as queries:
            client.post(reverse("accounts:link_request"), {"email": email})
        asked[email] = [re.sub(r"'[^']*'|\"s\d+_x\d+\"", "", query["sql"]) for query in queries]

    assert len({tuple(each) for each in asked.values()}) == 1


def test_two_mails_of_one_minute_are_two_unless_the_first_still_waits(client: Client) -> None:
    ngo, admin = UserFactory(role="ngo"), UserFactory(role="admin")

    for _ in range(2):
        client.post(reverse("accounts:link_request"), {"email": ngo.email})
    assert send_due() == 1
    client.post(reverse("accounts:link_request"), {"email": ngo.email})
    invite(ngo, actor=admin)
    invite(ngo, actor=admin)
    assert send_due() == 3


def test_a_form_sent_after_the_login_ended_is_kept_and_sent_again(client: Client) -> None:
    user = UserFactory(role="staff", language="sq")
    address = reverse("accounts:profile")
    log_in(client, user)
    client.post(reverse("accounts:logout"))

    answer = client.post(address, {"language": "en", "csrfmiddlewaretoken": "x", "new_password1": "secret"})
    login_page = client.get(answer.headers["Location"])
    assert login_page.context["kept"].fields == [("language", "en")]
    again = log_in(client, user, next=reverse("accounts:resend"))
    page = client.get(again.headers["Location"])
    user.refresh_from_db()
    assert user.language == "sq"

    assert 'name="language" value="en"' in page.content.decode()
    client.post(address, {"language": "en"})
    user.refresh_from_db()
    assert user.language == "en"
    assert client.get(reverse("accounts:resend")).status_code == 302


def test_what_the_page_carries_is_sent_again_and_not_shown(client: Client) -> None:
    user = UserFactory(role="staff")
    log_in(client, user)
    client.post(reverse("accounts:logout"))
    client.post(reverse("accounts:profile"), {"language": "en", "expected_revision": "3", "draft": "k2"})
    log_in(client, user, next=reverse("accounts:resend"))
    page = client.get(reverse("accounts:resend"))

    assert page.context["kept"].readable == [("language", "en")]
    assert 'name="expected_revision" value="3"' in page.content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_script_is_told_that_the_login_has_ended_and_keeps_its_words_itself(client: Client, method: str) -> None:
    address, as_script = reverse("accounts:profile"), {"Accept": "application/json"}

    assert getattr(client, method)(address, {"language": "en"}, headers=as_script).status_code == 401
    client.force_login(UserFactory(role="admin"), backend="accounts.login.backends.PasswordBackend")
    assert getattr(client, method)(address, {"language": "en"}, headers=as_script).status_code == 401
    assert "kept_post" not in client.session


def test_what_one_person_typed_is_not_shown_to_the_next(client: Client) -> None:
    first, second = UserFactory(role="staff"), UserFactory(role="staff")
    log_in(client, first)
    client.get(reverse("accounts:profile"))
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        client.post(reverse("accounts:profile"), {"language": "en"})
        log_in(client, second)

        assert client.get(reverse("accounts:resend")).headers["Location"] == reverse("site:home")


@pytest.mark.parametrize(("steps", "is_open"), [([29, 29], True), ([31], False), ([29] * 25, False)])
def test_a_login_ends_after_idle_half_hour_and_after_twelve_hours(
    client: Client, steps: list[int], is_open: bool
) -> None:
    log_in(client, UserFactory(role="staff"))
    now = timezone.now()
    client.get(reverse("accounts:profile"))
    for minutes in steps:
        now += timedelta(minutes=minutes)
        with time_machine.travel(now):
            status = client.get(reverse("accounts:profile")).status_code

    assert status == (200 if is_open else 302)


def test_a_revoked_role_and_a_closed_account_count_at_the_next_click(client_of: Any) -> None:
    user = UserFactory(role="staff")
    client = client_of(user)
    assert client.get(reverse("municipality:profile")).status_code == 200

    user.assignments.update(revoked_on="2024-02-01")
    assert client.get(reverse("municipality:profile")).status_code == 403
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get(reverse("municipality:profile")).status_code == 302


def test_mails_carry_a_link_that_works(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    user = UserFactory(role="ngo", language="en")
    client.post(reverse("accounts:link_request"), {"email": user.email})

    send_due()

    path = re.search(r"http://\S+?(/en/account/links/\S+)", mail.outbox[0].body)
    assert path
    assert client.post(path.group(1)).status_code == 302


def test_a_password_link_sets_the_password_once(client: Client) -> None:
    user = UserFactory(role="staff")
    client.post(reverse("accounts:link_request"), {"email": user.email})
    send_due()
    found = re.search(r"http://[^/]+(/\S+)", mail.outbox[0].body)
    assert found
    form = client.get(found.group(1)).headers["Location"]

    fresh = "një fjali e gjatë për punën"
    client.post(form, {"new_password1": fresh, "new_password2": fresh})

    assert log_in(Client(), user, fresh).status_code == 302
    assert Client().get(found.group(1)).status_code == 200


def test_the_button_in_the_header_logs_out_with_its_own_token() -> None:
    client = Client(enforce_csrf_checks=True)
    user = UserFactory(role="staff")
    client.force_login(user, backend="accounts.login.backends.PasswordBackend")
    page = client.get(reverse("accounts:password_change")).content.decode()
    form = page[page.index(f'action="{reverse("accounts:logout")}"') :]
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)

    assert token
    assert form.index(token.group(0)) < form.index("</form>")
    assert client.post(reverse("accounts:logout"), {"csrfmiddlewaretoken": token.group(1)}).status_code == 302
