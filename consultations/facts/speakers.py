"""Who took part, as numbers that tell nobody: decided once, when the answers of a round are published, and kept.

Words are counted, not persons; who said nothing of herself, and what was given to the protection workers, is in "not
said". What could not be protected even by hiding more is left out as a whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from consultations.enums import AgeBand, Sex, SpeakerKind
from consultations.facts.said_figures import ALL, NOT_SAID, say_speakers
from consultations.models import Contribution, Round
from core.released import Release, judge
from core.suppression import Sum, TrueCount
from core.together.side_by_side import Reader, read
from municipality.enums import ThresholdCode
from municipality.models import Threshold
from municipality.small_numbers import small_number_rules
from operations.trail.figure_words import name_publication
from operations.trail.patterns import keep_release, latest_pattern, read_latest_patterns

NAME = name_publication(
    "consultations.speakers",
    gettext_lazy("Who took part in a round"),
    model="consultations.Round",
    own_figures=say_speakers,
)
MARGINS = {"kind": "spoken_by", "group": "group_id", "unit": "unit_id", "sex": "sex", "age": "age_band"}
#: What somebody is who says nothing of herself.
SILENT = frozenset({"", None, SpeakerKind.UNDECLARED, Sex.UNDECLARED})
#: Organisations, authorities and experts are no persons to be protected.
OPENLY = frozenset({SpeakerKind.ORGANISATION, SpeakerKind.PROVIDER, SpeakerKind.AUTHORITY, SpeakerKind.EXPERT})

SMALL_NUMBERS = (ThresholdCode.SMALL_NUMBER, ThresholdCode.SMALL_NUMBER_PROTECTED)

NOTHING = Release()
Published = Mapping[str, Mapping[str, int | None]]


def counted_speakers(consultation: Round) -> tuple[int, dict[str, Counter[str]]]:
    """All contributions of the round, and each margin of them; every margin adds up to all."""
    total = Contribution.objects.received().filter(round=consultation).count()
    said = Contribution.objects.in_the_open().filter(round=consultation).order_by()
    rows = list(said.values_list(*MARGINS.values()))
    margins: dict[str, Counter[str]] = {}
    for place, margin in enumerate(MARGINS):
        found = Counter(NOT_SAID if row[place] in SILENT else str(row[place]) for row in rows)
        found[NOT_SAID] += total - len(rows)
        margins[margin] = found
    return total, margins


def judged_speakers(
    total: int,
    margins: Mapping[str, Counter[str]],
    protected: frozenset[str],
    earlier: Release = NOTHING,
    *,
    all_protected: bool = False,
) -> Release:
    """What is told of these margins beside what was told before; one that cannot be protected is not in it.

    `all_protected`: the round addressed protected groups alone, so every number in it is one of theirs.
    """
    rules, left = small_number_rules(), dict(margins)
    while left:
        counts = {ALL: TrueCount(total, rules.ordinary, is_fixed=True)} | {
            f"{margin}|{key}": TrueCount(
                count,
                rules.of(is_protected=all_protected or (margin == "group" and key in protected)),
                is_fixed=key in OPENLY,
            )
            for margin, found in left.items()
            for key, count in found.items()
        }
        sums = [Sum(ALL, tuple(f"{margin}|{key}" for key in found)) for margin, found in left.items()]
        found = judge(counts, sums, earlier)
        exposed = {key.split("|")[0] for key in found.exposed}
        if not exposed:
            return found.release
        left = (
            {margin: cells for margin, cells in left.items() if margin not in exposed} if exposed & set(left) else {}
        )
    return earlier


def suppressed(
    total: int, margins: Mapping[str, Counter[str]], protected: frozenset[str], *, all_protected: bool = False
) -> Published:
    """Each margin with None for what is hidden; a margin that cannot be protected is not there."""
    release = judged_speakers(total, margins, protected, all_protected=all_protected)
    return shown_margins(release, margins)


def shown_margins(release: Release, margins: Mapping[str, Counter[str]]) -> Published:
    return {
        margin: {key: None if release.hides(f"{margin}|{key}") else count for key, count in found.items()}
        for margin, found in margins.items()
        if all(f"{margin}|{key}" in release.shown for key in found)
    }


def proposed_speakers(consultation: Round) -> Release | None:
    """What would be kept of the round's speakers now; None where nothing can be decided, as without thresholds."""
    total, margins = counted_speakers(consultation)
    return _proposed(consultation, total, margins)


def _proposed(consultation: Round, total: int, margins: Mapping[str, Counter[str]]) -> Release | None:
    if not total or Threshold.objects.filter(code__in=SMALL_NUMBERS).count() < len(SMALL_NUMBERS):
        return None
    groups = consultation.contributions.filter(group__is_protected=True).order_by().values_list("group_id", flat=True)
    addressed = consultation.groups.all()
    before = latest_pattern(NAME, f"round:{consultation.pk}")
    return judged_speakers(
        total,
        margins,
        frozenset(str(key) for key in groups.distinct()),
        Release.of(before.pattern, before.version) if before and "counts" in before.pattern else NOTHING,
        all_protected=bool(addressed) and all(group.is_protected for group in addressed),
    )


def keep_speakers(consultation: Round) -> None:
    """Decide what of the round's speakers is published, and keep it; later thresholds change nothing of it.

    Where the municipality has no thresholds nothing can be decided, and nothing is published. Raises StepRefused
    where together with everything published it would give a hidden number away.
    """
    total, margins = counted_speakers(consultation)
    release = _proposed(consultation, total, margins)
    if release is not None:
        beside = {"total": total, "margins": shown_margins(release, margins)}
        keep_release(NAME, f"round:{consultation.pk}", release, beside=beside)


def published_speakers(consultation: Round) -> dict[str, Any]:
    return read(read_published_speakers(consultation))


def read_published_speakers(consultation: Round) -> Reader[dict[str, Any]]:
    """What was published: `total` and `margins`; empty before the answers are."""
    if not consultation.has_public_answers:
        return {}
    scope = f"round:{consultation.pk}"
    kept = (yield from read_latest_patterns(NAME, [scope])).get(scope)
    return dict(kept.pattern) if kept else {}


MARGIN_LABELS = {"sex": dict(Sex.choices), "age": dict(AgeBand.choices), "kind": dict(SpeakerKind.choices)}
