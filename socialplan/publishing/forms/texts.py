"""Forms of the official papers' texts; a place that no paper knows is refused at the text."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_prose_editor.widgets import ProseEditorWidget

from core.forms import CrispyForm, CrispyModelForm
from core.text.richtext import sanitise
from municipality.forms import CHECKED
from socialplan.publishing.models import DocumentTemplate, LegalBasis
from socialplan.publishing.placeholders import check_places

EDITOR = {
    "extensions": {
        "Bold": True,
        "Italic": True,
        "Heading": {"levels": [2, 3, 4]},
        "HardBreak": True,
        "ListItem": True,
        "BulletList": True,
        "OrderedList": True,
    }
}


class DocumentTemplateForm(CrispyModelForm):
    class Meta:
        model = DocumentTemplate
        fields = ["body", *CHECKED]
        widgets = {"body": ProseEditorWidget(config=EDITOR, preset="configurable")}
        help_texts = {
            "body": _(
                "Headings of level 2 and 3 are centred as in an act. Places in curly brackets are filled when a paper "
                "is made; the list stands below."
            )
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.include_media = False

    def clean_body(self) -> str:
        body = sanitise(self.cleaned_data["body"])
        check_places(body, self.instance.kind)
        return body


class WordTemplateForm(CrispyForm):
    file = forms.FileField(
        label=_("Word file"),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        help_text=_(
            "DOCX of at most 5 MB, without macros. Places in double curly brackets are filled; the list stands below."
        ),
    )


class UseTemplateForm(CrispyForm):
    pass


class LegalBasisForm(CrispyModelForm):
    class Meta:
        model = LegalBasis
        fields = ["code", "text_sq", "text_en", "position", "is_active", *CHECKED]
        help_texts = {"text_sq": _("As it stands after “on the ground of”, in the genitive, with the articles.")}
