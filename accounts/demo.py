"""Demonstration accounts: one per role, passwords known, impossible outside the demonstration."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.actions import AccountAction
from accounts.enums import SECOND_FACTOR_ROLES, OrganisationKind, Role
from accounts.models import Membership, Organisation, RoleAssignment, User
from accounts.services import demonstration_only
from core.together.relations import read_together
from municipality.models import Office
from operations.deeds import record

DOMAIN = "demo.example"
PASSWORD = "plani-social-vlore"  # noqa: S105 - printed for everybody, in the demonstration only
SECRET = "3132333435363738393031323334353637383930"  # noqa: S105 - the same
ORGANISATION = "Organizata demonstruese"
OFFICES = {Role.STAFF: "DSS", Role.MAYOR: "mayor", Role.SECRETARY: "secretary", Role.DPO: "dpo"}
NAMES = {
    Role.STAFF: "Punonjës i Shërbimeve Sociale (demo)",
    Role.COORDINATOR: "Koordinator i konsultimit (demo)",
    Role.EXPERT: "Ekspert i projektit (demo)",
    Role.NGO: "Anëtar i organizatës (demo)",
    Role.ADMIN: "Administrator i planit (demo)",
    Role.MAYOR: "Kryetar i Bashkisë (demo)",
    Role.SECRETARY: "Sekretar i Këshillit (demo)",
    Role.COUNCILLOR: "Anëtar i Këshillit (demo)",
    Role.DPO: "Nëpunës për të dhënat (demo)",
}
OPINION_OFFICES = {
    "legal": "Punonjës juridik (demo)",
    "finance": "Punonjës i financës (demo)",
    "gender": "Nëpunës për barazinë gjinore (demo)",
}
PROTECTION_OFFICES = {"NJMF": "Punonjës për mbrojtjen e fëmijës (demo)"}


@dataclass(frozen=True, slots=True)
class DemoAccount:
    role: str
    email: str
    password: str
    code: str


@transaction.atomic
def ensure_demo_accounts() -> dict[str, User]:
    """One account per role and per office that gives opinions or protects, by role or office code. Repeatable."""
    demonstration_only()
    offices = {office.code: office for office in Office.objects.all()}
    people: dict[str, User] = {}
    for role, name in NAMES.items():
        people[role] = ensure_account(role, role, name, offices.get(OFFICES.get(role, "")))
    for code, name in {**OPINION_OFFICES, **PROTECTION_OFFICES}.items():
        people[code] = ensure_account(code, Role.STAFF, name, offices.get(code))
    organisation, _is_new = Organisation.objects.get_or_create(
        name=ORGANISATION, defaults={"kind": OrganisationKind.CIVIL_SOCIETY}
    )
    Membership.objects.get_or_create(
        user=people[Role.NGO],
        organisation=organisation,
        revoked_on=None,
        defaults={"approved_on": timezone.localdate()},
    )
    return people


def ensure_account(key: str, role: Role, name: str, office: Office | None) -> User:
    """The account `key@demo.example` with its role, and its device where the role needs one."""
    email = f"{key}@{DOMAIN}"
    user = User.objects.by_email(email).first()
    if user is not None:
        return user
    user = User.objects.create_user(email, PASSWORD, name=name, office=office)
    RoleAssignment.objects.create(user=user, role=role, granted_on=timezone.localdate())
    if role in SECOND_FACTOR_ROLES:
        TOTPDevice.objects.create(user=user, name="demo", key=SECRET, confirmed=True)
    record(AccountAction.CREATE_DEMO_ACCOUNT, user, actor=None, after={"role": role})
    return user


def demo_accounts() -> list[DemoAccount]:
    """The accounts as the login page and the command show them, with codes that work now."""
    demonstration_only()
    users = User.objects.filter(email__endswith=f"@{DOMAIN}", is_active=True).with_roles().order_by("pk")
    given = TOTPDevice.objects.filter(user__email__endswith=f"@{DOMAIN}", user__is_active=True, name="demo")
    read_together(users, given)
    devices = {device.user_id: device for device in given}
    return [
        DemoAccount(
            role=", ".join(str(Role(role).label) for role in sorted(user.roles)),
            email=user.email,
            password=PASSWORD,
            code=next_code(devices[user.pk]) if user.pk in devices else "",
        )
        for user in users
    ]


def demo_code(device: TOTPDevice) -> str:
    """The code for the page, of a demonstration device only; a real secret is never shown."""
    demonstration_only()
    return next_code(device) if device.key == SECRET else ""


def next_code(device: TOTPDevice) -> str:
    """The current code, or the next one where the current one has been used."""
    current = int(time.time() - device.t0) // device.step
    ahead = max(device.last_t + 1 - current, 0)
    return f"{totp(device.bin_key, device.step, device.t0, device.digits, ahead):0{device.digits}d}"
