"""The Word templates of official papers: uploaded after a check, taken into use by a second deed, set aside again."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.office.word.placed import TemplateUnreadable
from core.workflow import StepRefused, require
from operations.deeds import record
from operations.files import ZIP_MEMBERS, content_of, store_file
from socialplan.content.models import PlanVersion
from socialplan.publishing.actions import PublishingAction
from socialplan.publishing.documents.frame import frame_of
from socialplan.publishing.documents.letters import letter_values
from socialplan.publishing.documents.official import write_paper
from socialplan.publishing.documents.values import values_of
from socialplan.publishing.documents.word_templates import faults_of
from socialplan.publishing.enums import TemplateKind
from socialplan.publishing.models import DocumentTemplate, WordTemplate
from socialplan.publishing.rules import WORD_TEMPLATES

MOST_BYTES = 5 * 1024 * 1024
WORD = frozenset({ZIP_MEMBERS["word/document.xml"]})


@transaction.atomic
def upload_word_template(paper: DocumentTemplate, content: bytes, name: str, *, actor: User) -> WordTemplate:
    """Keep a checked file that is not in use yet; ValidationError names each place that cannot be filled."""
    require(actor, "publishing.change_texts")
    stored = store_file(content, name, uploaded_by=actor, purpose=WORD_TEMPLATES, allowed=WORD, max_bytes=MOST_BYTES)
    _refuse_faults(content, paper)
    row: WordTemplate = WordTemplate.objects.create(paper=paper, file=stored)
    record(PublishingAction.UPLOAD_WORDTEMPLATE, row, actor=actor, after={"paper": str(paper), "file": stored.name})
    return row


@transaction.atomic
def use_word_template(row: WordTemplate, *, actor: User) -> WordTemplate:
    """From now on papers are made from it; the one before it is set aside."""
    require(actor, "publishing.change_texts")
    row = WordTemplate.objects.select_for_update(of=("self",)).select_related("paper", "file").get(pk=row.pk)
    if row.is_in_use:
        raise StepRefused(_("This Word template is in use already."))
    _refuse_faults(content_of(row.file), row.paper)
    row.paper.word_templates.filter(is_in_use=True).update(is_in_use=False)
    row.is_in_use = True
    row.save(update_fields=["is_in_use", "updated_at"])
    record(PublishingAction.USE_WORDTEMPLATE, row, actor=actor, after={"paper": str(row.paper), "file": str(row)})
    return row


@transaction.atomic
def leave_word_template(row: WordTemplate, *, actor: User) -> WordTemplate:
    """Papers are made from the delivered template again."""
    require(actor, "publishing.change_texts")
    row = WordTemplate.objects.select_for_update(of=("self",)).select_related("paper", "file").get(pk=row.pk)
    if not row.is_in_use:
        raise StepRefused(_("This Word template is not in use."))
    row.is_in_use = False
    row.save(update_fields=["is_in_use", "updated_at"])
    record(PublishingAction.LEAVE_WORDTEMPLATE, row, actor=actor, before={"paper": str(row.paper), "file": str(row)})
    return row


def preview(row: WordTemplate) -> bytes:
    """The paper as it would be made from this template of the newest version; StepRefused while there is none."""
    newest = PlanVersion.objects.filter(plan__kind=row.paper.document).order_by("-pk").first()
    if newest is None:
        raise StepRefused(_("There is no version yet to fill the template with."))
    frame = frame_of(newest)
    values = values_of(newest, frame)
    if row.paper.kind == TemplateKind.LETTER:
        values |= letter_values(_("Name of the addressee"), None)
    return write_paper(newest, row.paper, frame, values=values, template=content_of(row.file))


def _refuse_faults(content: bytes, paper: DocumentTemplate) -> None:
    try:
        faults = faults_of(content, paper.kind)
    except TemplateUnreadable as unreadable:
        faults = [str(unreadable)]
    if faults:
        raise ValidationError({"file": faults})
