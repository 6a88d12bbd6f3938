"""The people of an empty installation: each comes by the invitation she gets, and sets up what her role needs."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.core import mail
from django_otp.oath import totp
from playwright.sync_api import Browser, Page

from operations.queue.messages import send_due
from tests.browser.reader import BrowserReader

PASSWORD = "një fjali e gjatë për provën"
LINK = re.compile(r"https?://[^/\s]+/(sq/\S+)")


@dataclass
class Town:
    """A browser before the server of an empty installation, and who is logged in already."""

    browser: Browser
    address: str
    width: int = 360
    desks: dict[str, BrowserReader] = field(default_factory=dict)
    loads: int = 0
    examined: set[str] = field(default_factory=set)

    def desk(self, name: str = "") -> BrowserReader:
        """The browser of one person, kept open; without a name a visitor's."""
        if name not in self.desks:
            context = self.browser.new_context(
                base_url=self.address, viewport={"width": self.width, "height": 800}, locale="sq-AL"
            )
            context.set_default_timeout(20_000)
            self.desks[name] = CountingReader(context.new_page(), self)
        return self.desks[name]

    def close(self) -> None:
        for desk in self.desks.values():
            desk.page.context.close()


class CountingReader(BrowserReader):
    """A reader who counts the pages that the town has loaded, and examines each kind of page the first time."""

    def __init__(self, page: Page, town: Town) -> None:
        super().__init__(page, "sq")
        self.town = town

    def look(self) -> str:
        self.town.loads += 1
        kind = re.sub(r"\d+", "1", urlsplit(self.page.url).path)
        if kind not in self.town.examined:
            self.town.examined.add(kind)
            return super().look()
        assert not self.complaints, self.complaints
        return self.page.locator("body").inner_text()


def secret_of(reader: BrowserReader) -> bytes:
    words = reader.page.locator("main figcaption code").inner_text().replace(" ", "")
    return base64.b32decode(words + "=" * (-len(words) % 8))


def set_up_second_factor(reader: BrowserReader) -> None:
    if "second-factor" in reader.page.url:
        reader.fill(code=f"{totp(secret_of(reader)):06}")
        reader.send()


def newest_link(address: str) -> str:
    """The path in the newest mail to an address."""
    send_due()
    letter = next(one for one in reversed(mail.outbox) if one.to == [address])
    found = LINK.search(str(letter.body))
    assert found, letter.body
    return found[1].removeprefix("sq/")


def invited(town: Town, admin: BrowserReader, name: str, *roles: str, office: str = "") -> BrowserReader:
    """An account opened by the administrator; its owner comes by the link of the mail."""
    address = f"{name}@fier.example"
    admin.go("account/users/new/")
    admin.fill(email=address, name=name.capitalize())
    for role in roles:
        admin.page.locator(f"main [name=roles][value={role}]").check()
    if office:
        admin.page.locator("main [name=office]").select_option(label=office)
    admin.send()
    return come(town, name)


def come(town: Town, name: str) -> BrowserReader:
    """Follow the newest link: a password is set and used, or the link itself logs in."""
    person = town.desk(name)
    person.go(newest_link(f"{name}@fier.example"))
    if person.page.locator("main [name=new_password1]").count():
        person.fill(new_password1=PASSWORD, new_password2=PASSWORD)
        person.send()
        if person.page.locator("main [name=username]").count():
            person.fill(username=f"{name}@fier.example", password=PASSWORD)
            person.send()
    else:
        person.send()
    set_up_second_factor(person)
    return person
