"""The places that the text of an official paper may hold: a closed list, so that no paper goes out with a hole."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.text.richtext import plain_text
from socialplan.publishing.enums import TemplateKind

PLACE = re.compile(r"\{([^{}]*)\}")
LONE_BRACE = re.compile(r".{0,15}[{}].{0,15}")
OWN_PARAGRAPH = re.compile(r"<p>\s*\{([a-z_]+)\}\s*</p>")
LETTER_ONLY = frozenset({TemplateKind.LETTER})
ALL_PAPERS = frozenset(TemplateKind)


@dataclass(frozen=True, slots=True)
class Placeholder:
    """`is_block`: a list or table, which needs a paragraph of its own."""

    name: str
    label: str | Promise
    papers: frozenset[TemplateKind] = ALL_PAPERS
    is_block: bool = False

    @property
    def written(self) -> str:
        return f"{{{self.name}}}"

    @property
    def in_word(self) -> str:
        """As it is written in a Word template."""
        return f"{{{{p {self.name} }}}}" if self.is_block else f"{{{{ {self.name} }}}}"


def _words(name: str, label: str | Promise) -> Placeholder:
    return Placeholder(name, label)


def _block(name: str, label: str | Promise) -> Placeholder:
    return Placeholder(name, label, is_block=True)


def _letter(name: str, label: str | Promise) -> Placeholder:
    return Placeholder(name, label, papers=LETTER_ONLY)


PLACEHOLDERS: dict[str, Placeholder] = {
    each.name: each
    for each in (
        _words("municipality", gettext_lazy("name of the municipality")),
        _words("county", gettext_lazy("name of the county")),
        _words("plan_title", gettext_lazy("title of the plan")),
        _words("period", gettext_lazy("years of the plan")),
        _words("version", gettext_lazy("number of the version")),
        _words("subject", gettext_lazy("what is decided, after “on”: adopting the plan, or amending it")),
        _words("deed", gettext_lazy("what is decided, as the first point of the decision")),
        _words("act_in_force", gettext_lazy("sentence on the act in force, or that there is none")),
        _words("assessment", gettext_lazy("title of the needs assessment")),
        _words("made_on", gettext_lazy("date on which the paper is made")),
        _words("total_cost", gettext_lazy("cost of the plan in new lek")),
        _words("total_funding", gettext_lazy("money from named sources in new lek")),
        _words("total_gap", gettext_lazy("money not yet found, in new lek")),
        _words("goals_count", gettext_lazy("number of strategic goals")),
        _words("objectives_count", gettext_lazy("number of specific objectives")),
        _words("measures_count", gettext_lazy("number of measures")),
        _words("indicators_count", gettext_lazy("number of indicators")),
        _words("rounds_count", gettext_lazy("number of consultation rounds")),
        _words("rounds_dates", gettext_lazy("from when to when the rounds were open")),
        _words("events_count", gettext_lazy("number of events held")),
        _words("contributions_count", gettext_lazy("number of contributions received")),
        _words("recommendations_count", gettext_lazy("number of recommendations made of them")),
        _words("accepted_count", gettext_lazy("recommendations accepted")),
        _words("partly_count", gettext_lazy("recommendations partly accepted")),
        _words("not_accepted_count", gettext_lazy("recommendations not accepted")),
        _words("covered_count", gettext_lazy("recommendations already covered")),
        _words("outside_count", gettext_lazy("recommendations outside the municipality's competence")),
        _words("submission_protocol_no", gettext_lazy("protocol number of the mayor's submission")),
        _words("submission_date", gettext_lazy("date of the mayor's submission")),
        _words("decision", gettext_lazy("number of the council's decision")),
        _words("decision_date", gettext_lazy("date of the council's decision")),
        _words("announced_on", gettext_lazy("date of the announcement")),
        _words("in_force_on", gettext_lazy("date of entry into force")),
        _words("entry_into_force", gettext_lazy("when a decision comes into force, by the rule in the settings")),
        _words("content_hash", gettext_lazy("hash of the content (SHA-256)")),
        _words("verify_address", gettext_lazy("address where the content can be checked")),
        _block("legal_basis", gettext_lazy("list of the legal bases")),
        _block("goal_tree", gettext_lazy("table of goals and objectives")),
        _block("consultation_rounds", gettext_lazy("table of the consultation rounds")),
        _block("answers_by_kind", gettext_lazy("table of answers by kind")),
        _block("budget_by_goal", gettext_lazy("table of the budget by goal")),
        _block("budget_by_source", gettext_lazy("table of the budget by source")),
        _block("budget_by_year", gettext_lazy("table of the budget by year")),
        _block("acts", gettext_lazy("table of opinions and acts recorded so far")),
        _letter("addressee", gettext_lazy("name of the addressee")),
        _letter("addressee_seat", gettext_lazy("town of the addressee")),
        _letter("dispatch_protocol_no", gettext_lazy("outgoing protocol number of the letter")),
        _letter("dispatch_date", gettext_lazy("date of the letter")),
    )
}


def placeholders_for(kind: str) -> list[Placeholder]:
    return [each for each in PLACEHOLDERS.values() if kind in each.papers]


def check_places(body: str, kind: str) -> None:
    """Raises ValidationError with a sentence for each place that is unknown, misplaced or broken."""
    errors = []
    known = {each.name: each for each in placeholders_for(kind)}
    in_own_paragraph = set(OWN_PARAGRAPH.findall(body))
    for name in dict.fromkeys(PLACE.findall(body)):
        if name not in known:
            errors.append(_("There is no place named {%(name)s}. Choose one of the list below.") % {"name": name})
        elif known[name].is_block and (body.count(f"{{{name}}}") > 1 or name not in in_own_paragraph):
            errors.append(_("{%(name)s} is a list or table: it stands once, alone in its paragraph.") % {"name": name})
    if lone := LONE_BRACE.search(plain_text(PLACE.sub("", body))):
        errors.append(_("A curly bracket stands alone here: “%(words)s”.") % {"words": lone[0].strip()})
    if errors:
        raise ValidationError(errors)
