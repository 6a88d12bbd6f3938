"""Albanian words on an English page say that they are Albanian; English ones and those of an Albanian page do not."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate

from assessments.enums import AssessmentState
from consultations.enums import RoundState
from tests.factories.assessments import AssessmentFactory, NeedFactory, small_number_thresholds
from tests.factories.consultations import RoundFactory
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import MeasureFactory, publish

pytestmark = pytest.mark.django_db
TEXT = re.compile(r"(<title>.*?</title>|<h\d[^>]*>.*?</h\d>|<a [^>]*>.*?</a>)", re.DOTALL)


def a_round() -> tuple[str, list[str]]:
    one = RoundFactory(title_sq="Vetëm shqip", title_en="", state=RoundState.OPEN, notice_on=localdate())
    return "consultations:public_round_detail", [one.pk]


def a_list() -> tuple[str, list[str]]:
    RoundFactory(title_sq="Vetëm shqip", title_en="", state=RoundState.OPEN, notice_on=localdate())
    return "consultations:public_round_list", []


def a_measure() -> tuple[str, list[str]]:
    measure = MeasureFactory(title_sq="Vetëm shqip", title_en="")
    publish(measure.version)
    return "publishing:measure_public", [measure.pk]


def a_plan() -> tuple[str, list[str]]:
    _name, (measure,) = a_measure()
    version = MeasureFactory._meta.model.objects.get(pk=measure).version
    return "publishing:measures_public", [version.pk]


def an_edition() -> tuple[str, list[str]]:
    small_number_thresholds()
    edition = AssessmentFactory(title_sq="Vetëm shqip", title_en="")
    NeedFactory(assessment=edition)
    type(edition).objects.filter(pk=edition.pk).update(state=AssessmentState.PUBLISHED)
    return "assessments:assessment_public", [edition.pk]


@pytest.mark.parametrize("made", [a_round, a_list, a_measure, a_plan, an_edition])
def test_what_has_no_english_is_marked_as_albanian(made: Callable[[], tuple[str, list[str]]], client: Client) -> None:
    MunicipalityFactory()
    name, args = made()
    with translation.override("en"):
        english = client.get(reverse(name, args=args)).content.decode()
    with translation.override("sq"):
        albanian = client.get(reverse(name, args=args)).content.decode()

    headings = [part for part in TEXT.findall(english) if "Vetëm shqip" in part and not part.startswith("<title>")]
    assert headings
    assert [part for part in headings if '<span lang="sq">' not in part] == []
    assert '<span lang="sq">' not in re.sub(r"<footer.*?</footer>", "", albanian, flags=re.DOTALL)
