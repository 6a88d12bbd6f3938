"""The ways known in which whoever owns database and disk can change the past, and how `verify_data` names each.

A list for people, printed by `manage.py tampering`; `tests/operations/trail/test_tampering.py` goes each way on the
demonstration, one by one, and holds that the list is complete and the words are those that are said.
"""

from __future__ import annotations

CHANGED = "is not as event"
REMOVED = "is gone, and event"
ADDED = "stands here, and no event kept it"
FORGED = "is not what was recorded"
OTHER_HEAD = "differs from the head seen outside"
LOST_HEAD = "was written to heads.jsonl"

# By what is said of the row, after its kind and number.
OF_ROWS: dict[str, tuple[str, ...]] = {
    CHANGED: (
        "words of a contribution",
        "the day of a contribution",
        "an answer",
        "a recommendation",
        "who came",
        "the last day of a round",
        "the step of a round",
        "the day of an event",
        "votes",
        "the number of a decision",
        "councillors present",
        "an opinion",
        "the seal",
        "what is sealed",
        "a step of the plan",
        "the number of a version",
        "the title of a plan",
        "a value",
        "who approved a value",
        "money spent",
        "persons reached",
        "what was done",
        "the text of a report",
        "the figures of a report",
        "a submission",
        "a need",
        "a service",
        "the state of an edition",
        "a threshold",
        "a deadline",
        "the hash of a file",
        "a pattern of hidden cells",
    ),
    REMOVED: (
        "an answer undone",
        "whom a recommendation came from",
        "unique persons",
        "an announcement",
        "an accepted warning",
        "a proof of receipt",
        "a role taken",
        "a holiday",
    ),
    ADDED: ("a role given",),
    FORGED: ("an event", "the rows of an event"),
    OTHER_HEAD: ("an event with a hash of its own",),
    "was seen outside the database and is gone": ("the tail of the history",),
    "does not follow the event before it": ("an event from the middle",),
}
ON_DISK: dict[str, tuple[str, ...]] = {
    "was written to heads.jsonl and is not there any more": ("heads removed",),
    LOST_HEAD: ("heads cut",),
    OTHER_HEAD: ("a head forged",),
    "no event says so": ("a restore that never was",),
    "is not what was stored": ("a file exchanged",),
    "is missing": ("a file lost",),
}
TOGETHER: dict[str, tuple[str, ...]] = {
    CHANGED: ("a file and its hash exchanged together",),
    OTHER_HEAD: ("every event from one on made anew, hash by hash",),
}
UNSEEN_HERE = "The chain made anew, and the heads on this machine with it: only a copy of the heads elsewhere tells."


def ways() -> list[tuple[str, str]]:
    """Each way, and what is said of it."""
    kinds = (OF_ROWS, ON_DISK, TOGETHER)
    return [(way, said) for kind in kinds for said, names in kind.items() for way in names]
