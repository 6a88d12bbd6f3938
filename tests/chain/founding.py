"""A small town as the first page founds it."""

from __future__ import annotations

from accounts.models import User
from municipality.lists import Census, paste_units
from municipality.models import Municipality
from vlora_plan.installation import found_installation


def found_town() -> User:
    """The first administrator of a town with one unit and fifteen seats."""
    founder = found_installation(
        email="admin@delvine.example",
        name="Administratori",
        password="një fjali e gjatë për provën",
        language="sq",
        name_sq="Bashkia Delvinë",
        name_en="Municipality of Delvinë",
        county_sq="Qarku Vlorë",
        territory="delvine",
    )
    paste_units("Delvinë", census=Census(), actor=founder)
    Municipality.objects.update(seats=15, quorum=8)
    return founder
