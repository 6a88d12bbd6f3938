"""Kinds and outcomes of the acts on a version."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class StepEffect(TextChoices):
    """What a step does to the version besides moving it, and what is made of it then."""

    SETTLE_DRAFT = "settle_draft", pgettext_lazy("step effect", "what is still being written is settled")
    FREEZE_TABLES = "freeze_tables", pgettext_lazy("step effect", "the tables of its chapters are frozen")
    FREEZE_OWN_TABLES = (
        "freeze_own_tables",
        pgettext_lazy("step effect", "the tables that follow from the plan's own rows are frozen anew"),
    )
    KEEP_CONTENT = "keep_content", pgettext_lazy("step effect", "the content is kept for comparison")
    SEAL = "seal", pgettext_lazy("step effect", "the content is sealed")
    THAW_TABLES = "thaw_tables", pgettext_lazy("step effect", "the tables show the figures of the day again")
    SUBMITTED_PAPERS = (
        "submitted_papers",
        pgettext_lazy("step effect", "draft decision and explanatory report are ordered, and stay as they are"),
    )
    ADOPTED_FILES = "adopted_files", pgettext_lazy("step effect", "the files of the adopted version are ordered")
    PUBLIC_FILES = "public_files", pgettext_lazy("step effect", "the public files are ordered")


class OpinionKind(TextChoices):
    LEGAL = "legal", pgettext_lazy("opinion", "legal")
    FINANCE = "finance", pgettext_lazy("opinion", "finance")
    GENDER = "gender", pgettext_lazy("opinion", "gender equality")
    DATA_PROTECTION = "data_protection", pgettext_lazy("opinion", "data protection")


# The offices that give an opinion, by their code, and of which kind.
OFFICE_OPINIONS = {
    "legal": OpinionKind.LEGAL,
    "finance": OpinionKind.FINANCE,
    "gender": OpinionKind.GENDER,
    "dpo": OpinionKind.DATA_PROTECTION,
}


class Verdict(TextChoices):
    FAVOURABLE = "favourable", pgettext_lazy("opinion", "favourable")
    WITH_REMARKS = "with_remarks", pgettext_lazy("opinion", "favourable with remarks")
    UNFAVOURABLE = "unfavourable", pgettext_lazy("opinion", "unfavourable")


class Outcome(TextChoices):
    ADOPTED = "adopted", pgettext_lazy("council", "adopted")
    AMENDED = "amended", pgettext_lazy("council", "adopted with amendments")
    CONFIRMED = "confirmed", pgettext_lazy("council", "confirmed after re-examination")
    REJECTED = "rejected", pgettext_lazy("council", "rejected")
    REPEALED = "repealed", pgettext_lazy("council", "repealed after re-examination")


ADOPTING_OUTCOMES = frozenset({Outcome.ADOPTED, Outcome.AMENDED, Outcome.CONFIRMED})


class SessionKind(TextChoices):
    ORDINARY = "ordinary", pgettext_lazy("session", "ordinary")
    EXTRAORDINARY = "extraordinary", pgettext_lazy("session", "extraordinary")


class PrefectVerdict(TextChoices):
    LEGAL = "legal", pgettext_lazy("prefect", "lawful")
    RETURNED = "returned", pgettext_lazy("prefect", "returned with reasons")
    COURT = "court", pgettext_lazy("prefect", "sent to the administrative court")


class PublicationChannel(TextChoices):
    WEBSITE = "website", pgettext_lazy("publication", "official website")
    NOTICE_BOARD = "notice_board", pgettext_lazy("publication", "place for public notices")
    REGISTER = "register", pgettext_lazy("publication", "electronic register of law 146/2014")
    OTHER = "other", pgettext_lazy("publication", "other")


class ComplaintRecipient(TextChoices):
    HEAD = "head", pgettext_lazy("complaint", "the head of the municipality")
    COMMISSIONER = (
        "commissioner",
        pgettext_lazy("complaint", "the Commissioner for the Right to Information and Protection of Personal Data"),
    )


class DispatchChannel(TextChoices):
    LETTER = "letter", pgettext_lazy("sending", "letter")
    EMAIL = "email", pgettext_lazy("sending", "e-mail")
    HAND = "hand", pgettext_lazy("sending", "by hand")
    REGISTER = "register", pgettext_lazy("sending", "electronic register")


class DocumentKind(TextChoices):
    MINUTES = "minutes", pgettext_lazy("document", "minutes of the session")
    DECISION = "decision", pgettext_lazy("document", "decision of the council (scan)")
    OPINION = "opinion", pgettext_lazy("document", "opinion of an office")
    SUBMISSION = "submission", pgettext_lazy("document", "submission to the council")
    COMMITTEE = "committee", pgettext_lazy("document", "opinion of a committee")
    ORDER = "order", pgettext_lazy("document", "order of the mayor")
    PREFECT = "prefect", pgettext_lazy("document", "letter to or from the prefect")
    RETURN = "return", pgettext_lazy("document", "return by the mayor")
    PUBLICATION = "publication", pgettext_lazy("document", "proof of publication")
    LETTER = "letter", pgettext_lazy("document", "letter to an addressee")
    OTHER = "other", pgettext_lazy("document", "other document")
