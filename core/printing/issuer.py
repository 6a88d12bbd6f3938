"""Whose a file is: what stands at the edges of every paper, sheet and document that is made here."""

from __future__ import annotations

from dataclasses import dataclass

ARMS, EMBLEM = "arms", "emblem"


@dataclass(frozen=True, slots=True)
class Issuer:
    """In the language of the moment; an acknowledgement is said in its own language."""

    name: str = ""
    banner: str = ""
    arms: bytes = b""
    contacts: tuple[str, ...] = ()
    project: str = ""
    acknowledgements: tuple[tuple[str, str], ...] = ()
    disclaimer: str = ""
    has_emblem: bool = False
    donor: str = ""
    emblem: bytes = b""

    @property
    def pictures(self) -> dict[str, bytes]:
        """What a document may show by `picture:` and a name."""
        return {name: held for name, held in ((ARMS, self.arms), (EMBLEM, self.emblem)) if held}

    def thanks(self, language: str) -> str:
        """The acknowledgement in a language, or in the one in which it was written; empty where none is."""
        said = dict(self.acknowledgements)
        return said.get(language[:2]) or next(iter(said.values()), "")

    @property
    def has_donor(self) -> bool:
        return bool(self.acknowledgements or self.disclaimer or self.has_emblem or self.emblem)
