"""Where the adopted act was published (docs/law.md#publication)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.enums import Role
from core.tables import Words
from socialplan.approval.acts.definition.base import (
    NO_LONGER_STANDS,
    Act,
    ActLine,
    Duty,
    Printed,
    Withdrawal,
    after_decision,
    said,
)
from socialplan.approval.acts.definition.forms import ActModelForm
from socialplan.approval.enums import DocumentKind, PublicationChannel
from socialplan.approval.models import Publication
from socialplan.content.enums import ADOPTED_STATES
from socialplan.content.models import PlanVersion


class PublicationForm(ActModelForm):
    class Meta:
        model = Publication
        fields = ["channel", "url", "place"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not (cleaned.get("url") or cleaned.get("place") or "url" in self.errors):
            self.add_error("url", _("Say where it can be found: an address or a place."))
        return cleaned


def _duty(version: PlanVersion) -> Iterator[Duty]:
    channels = {each.channel for each in version.valid(ACT.kind)}
    if version.stands and PublicationChannel.REGISTER not in channels:
        sentence = _("The final act is not recorded as published in the electronic register of law 146/2014.")
        yield Duty(sentence, _("Publish the final act in the electronic register"), owner=Role.COORDINATOR)


def _printed(publication: Any) -> Printed:
    title = said(gettext_lazy("Published: %(where)s"), where=publication.get_channel_display)
    return Printed(title, content=Words.same(publication.url or publication.place))


def _line(publication: Any) -> ActLine:
    title = _("Published: %(where)s") % {"where": publication.get_channel_display()}
    return ActLine(title, (publication.url, publication.place))


ACT = Act(
    kind="publication",
    label=pgettext_lazy("act", "Publication"),
    prompt=pgettext_lazy("act", "Record a publication"),
    model=Publication,
    permission="approval.publish_version",
    states=ADOPTED_STATES,
    agrees=after_decision,
    paper=DocumentKind.PUBLICATION,
    form=PublicationForm,
    line=_line,
    printed=_printed,
    withdrawal=Withdrawal(ADOPTED_STATES, NO_LONGER_STANDS),
    duty=_duty,
)
