"""The table's guard: the wrong person, the wrong time and a missing thing each stop a step."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied

from core.workflow import Requirement, StepRefused, Transition, Workflow

HAS_PARTS = Requirement(lambda document: bool(document.parts), otherwise="Parts are missing.")
HAS_NAME = Requirement(lambda document: bool(document.name), otherwise="The name is missing.")
TABLE = Workflow(
    Transition("send", frozenset({"draft"}), "sent", "app.send", requires=(HAS_PARTS, HAS_NAME)),
    Transition("return", frozenset({"sent"}), "draft", "app.return", needs_comment=True),
)


class Person:
    def __init__(self, *permissions):
        self.permissions = permissions

    def has_perm(self, perm, obj=None):
        return perm in self.permissions


STATES = SimpleNamespace(flatchoices=[("draft", "being drafted"), ("sent", "sent off")])


def document(state="draft", parts=("a",), name="n"):
    meta = SimpleNamespace(get_field={"state": STATES}.__getitem__)
    return SimpleNamespace(state=state, parts=parts, name=name, _meta=meta)


def test_the_right_person_at_the_right_time_with_nothing_missing_may_step():
    assert TABLE.check(document(), "send", actor=Person("app.send")).target == "sent"


def test_a_step_of_another_person_is_forbidden():
    with pytest.raises(PermissionDenied):
        TABLE.check(document(), "send", actor=Person("app.return"))


def test_a_step_out_of_turn_is_refused_by_the_state_and_blames_nobody():
    with pytest.raises(StepRefused, match=r"„send“.*„sent off“.*„being drafted“"):
        TABLE.check(document(state="sent"), "send", actor=Person("app.send"))


@pytest.mark.parametrize("comment", ["", "  \n"])
def test_a_step_that_owes_a_comment_is_refused_without_one(comment):
    with pytest.raises(StepRefused):
        TABLE.check(document(state="sent"), "return", actor=Person("app.return"), comment=comment)


def test_all_that_is_missing_is_said_at_once():
    with pytest.raises(StepRefused, match=r"Parts are missing\. The name is missing\."):
        TABLE.check(document(parts=(), name=""), "send", actor=Person("app.send"))


def test_offers_are_the_persons_own_steps_with_what_is_missing():
    offers = TABLE.offers(document(parts=()), Person("app.send", "app.return"))

    assert [(offer.step, offer.missing, offer.needs_comment) for offer in offers] == [
        ("send", ["Parts are missing."], False)
    ]
