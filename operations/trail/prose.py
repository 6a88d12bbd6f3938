"""What goes out in words, beside the small numbers that the figures with it tell and hide."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.released import Release
from core.text.prose_numbers import numbers_in, unexplained
from core.workflow import StepRefused
from operations.trail.figure_words import figures_in_words

NamedRelease = tuple[str, Release]
NamedKey = tuple[str, str]  # of a figure: its publication and its key
_ENDS = re.compile(r"(?<=[.!?…;])\s+|\n+")
LONGEST = 200  # signs of a sentence, of which more would only hide the number


class SaidNumber(NamedTuple):
    """A number of the texts, where it stands, and what the public reads of it in figures."""

    number: int
    sentences: list[str]
    figures: list[str]
    is_telling: bool


@dataclass(frozen=True, slots=True)
class Prose:
    """Texts of one publication; what figures tell openly, by number; what they hide.

    `keyed` are figures of releases, `openly` is said elsewhere on the page: by number, what it is there.
    """

    texts: Sequence[str]
    hidden: frozenset[int]
    keyed: Mapping[int, Sequence[NamedKey]]
    openly: Mapping[int, str]

    @classmethod
    def beside(
        cls, texts: Iterable[str], releases: Iterable[NamedRelease], openly: Mapping[int, str] | None = None
    ) -> Prose:
        """The same for texts beside what these releases tell and hide."""
        hidden: set[int] = set()
        keyed: dict[int, list[NamedKey]] = defaultdict(list)
        for name, release in releases:
            for key, count in release.counts.items():
                if key in release.hidden:
                    hidden.add(count.value)
                else:
                    keyed[count.value].append((name, key))
        return cls(tuple(texts), frozenset(hidden), dict(keyed), dict(openly or {}))

    @property
    def telling(self) -> list[int]:
        """The numbers that a hidden figure explains and no public one does."""
        return unexplained(self.texts, hidden=self.hidden, public={*self.keyed, *self.openly})

    def said(self) -> list[SaidNumber]:
        """Every number of the texts with the figures that say it, those that tell something hidden first."""
        places = _places(self.texts)
        names = self._names(places)
        telling = set(self.telling)
        found = [
            SaidNumber(number, sentences, self._figures(number, names), number in telling)
            for number, sentences in places.items()
        ]
        return sorted(found, key=lambda each: (not each.is_telling, bool(each.figures), each.number))

    def _names(self, numbers: Iterable[int]) -> dict[NamedKey, str]:
        wanted: dict[str, list[str]] = defaultdict(list)
        for number in numbers:
            for name, key in self.keyed.get(number, ()):
                wanted[name].append(key)
        return {
            (name, key): said for name, keys in wanted.items() for key, said in figures_in_words(keys, name).items()
        }

    def _figures(self, number: int, names: Mapping[NamedKey, str]) -> list[str]:
        found = [names[key] for key in self.keyed.get(number, ())]
        if number in self.openly:
            found.append(self.openly[number])
        return list(dict.fromkeys(found))


def _places(texts: Iterable[str]) -> dict[int, list[str]]:
    """Each number with the sentences that say it, once each."""
    places: dict[int, list[str]] = defaultdict(list)
    for text in texts:
        for sentence in _ENDS.split(text):
            short = sentence.strip() if len(sentence) <= LONGEST else f"{sentence.strip()[:LONGEST]}…"
            for number in numbers_in(sentence):
                if short not in places[number]:
                    places[number].append(short)
    return places


def digest_of(texts: Iterable[str], number: int) -> str:
    """Of the whole sentences that say a number: who confirmed it there has not confirmed it in other words."""
    sentences = {
        sentence.strip() for text in texts for sentence in _ENDS.split(text) if number in numbers_in(sentence)
    }
    return hashlib.sha256("\n".join(sorted(sentences)).encode()).hexdigest()


YOU_WROTE_IN_IT = gettext_lazy(
    "The text says numbers that only hidden figures explain: %(list)s. You wrote in it, so you cannot confirm "
    "them yourself: somebody else takes this step, or the numbers are taken out."
)


def refuse_telling(
    prose: Prose, *, comment: str = "", is_own: bool = False, otherwise: str | Promise = YOU_WROTE_IN_IT
) -> None:
    """StepRefused for texts that say a number which only hidden figures explain.

    The step is taken by a second person; who means to let a number stand names it in the comment of the step, and it
    stands in the history (docs/law.md#small-numbers). Who wrote the text (`is_own`) confirms nothing in it, and reads
    `otherwise`, which says who does.
    """
    confirmed = set() if is_own else set(numbers_in(comment))
    telling = [number for number in prose.telling if number not in confirmed]
    if telling and is_own:
        raise StepRefused(str(otherwise) % {"list": ", ".join(map(str, sorted(telling)))})
    if telling:
        sentence = _(
            "The text says numbers that only hidden figures explain: %(list)s. Take them out, or confirm in the "
            "comment of this step, number by number, that they tell nothing hidden."
        )
        raise StepRefused(sentence % {"list": ", ".join(map(str, sorted(telling)))})


def refuse_exposed(keys: Iterable[str], name: str) -> None:
    """StepRefused, in words, for hidden figures that could be worked out of what is public; nothing for none."""
    exposed = figures_in_words(sorted(keys), name).values()
    if exposed:
        sentence = _("With what is already public, these numbers could be worked out: %(list)s")
        raise StepRefused(sentence % {"list": "; ".join(exposed)})
