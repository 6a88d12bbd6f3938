"""Whose a file is: what stands at the edges of every paper, sheet and document that is made here."""

from __future__ import annotations

from dataclasses import dataclass

ARMS = "arms"


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

    @property
    def pictures(self) -> dict[str, bytes]:
        """What a document may show by `picture:` and a name."""
        return {ARMS: self.arms} if self.arms else {}

    @property
    def has_donor(self) -> bool:
        return bool(self.acknowledgements or self.disclaimer or self.has_emblem)
