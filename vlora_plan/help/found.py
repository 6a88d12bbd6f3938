"""The words of the field and the guides among what is found: they are open to everybody and stand in no table."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from core.search import folded
from operations.search.finding import SHOWN_A_GROUP, Hit, HitGroup
from operations.search.marked import around, marked
from operations.search.wording import beginnings
from vlora_plan.help.glossary import in_order
from vlora_plan.help.guides import GUIDES

HELP = "help"


def found_in_help(typed: str) -> list[HitGroup]:
    """All the words somewhere in one term with its meaning, or in the head of one guide."""
    starts = beginnings(typed)
    pages = [(each.term, each.meaning, f"{reverse('site:help_words')}#{each.code}") for each in in_order()]
    pages += [
        (str(guide.title), str(guide.lead), reverse("site:guide", args=[guide.code])) for guide in GUIDES.values()
    ]
    hits = [
        Hit(marked(title, starts), around(text, starts), url) for title, text, url in pages if has(title, text, starts)
    ]
    return [HitGroup(HELP, _("Help"), hits[:SHOWN_A_GROUP], has_more=False)] if hits else []


def has(title: str, text: str, starts: list[str]) -> bool:
    words = folded(f"{title} {text}").replace("(", " ").split()
    return bool(starts) and all(any(word.startswith(start) for word in words) for start in starts)
