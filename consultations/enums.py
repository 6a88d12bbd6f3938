"""The fixed vocabularies of consultation. Groups and units are rows, never enums."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RoundKind(models.TextChoices):
    LISTENING = "listening", _("Listening")
    DRAFT_PLAN = "draft_plan", _("Consultation of the draft plan")
    FEEDBACK = "feedback", _("Feedback of results")


#: Kinds for which law 146/2014 fixes a notice and a period (docs/law.md#consultation-scope).
KINDS_WITH_NOTICE = frozenset({RoundKind.DRAFT_PLAN})


class RoundState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")
    ANSWERED = "answered", _("Answered")
    REPORTED = "reported", _("Reported back")


PUBLIC_STATES = frozenset({RoundState.OPEN, RoundState.CLOSED, RoundState.ANSWERED, RoundState.REPORTED})


#: From here on everybody reads what became of what she said.
PUBLIC_ANSWERS = frozenset({RoundState.ANSWERED, RoundState.REPORTED})


class RoundStep(models.TextChoices):
    PUBLISH = "publish", _("Publish")
    CLOSE = "close", _("Close")
    ANSWER = "answer", _("Publish the answers")
    REPORT = "report", _("Record that feedback was given")
    TAKE_UP = "take_up", _("Take up a letter that came in time")
    REOPEN = "reopen", _("Open again after an upheld complaint")


_OWN_CHOICE: dict[str, Any] = {
    "source": "Zgjedhje e bashkisë",
    "source_en": "Choice of the municipality",
    "source_mark": "design",
}
_OPEN_BY_LAW: dict[str, Any] = {"is_open_meeting": True, "source_mark": "unverified"}

#: The kinds of events that every municipality begins with; from then on the rows are its own.
DELIVERED_KINDS: tuple[dict[str, Any], ...] = tuple(
    {"code": code, "name_sq": name_sq, "name_en": name_en, "order": order, **more}
    for order, (code, name_sq, name_en, more) in enumerate(
        (
            ("focus_group", "Fokus grup", "Focus group", _OWN_CHOICE),
            (
                "public_hearing",
                "Dëgjesë publike",
                "Public hearing",
                # docs/law.md#meeting-notice
                _OPEN_BY_LAW
                | {
                    "has_notice": True,
                    "source": "Ligji nr. 146/2014, me gjasë neni 17",
                    "source_en": "Law no. 146/2014, most likely article 17",
                },
            ),
            ("survey", "Anketë", "Survey", _OWN_CHOICE),
            ("bilateral", "Takim dypalësh", "Bilateral meeting", _OWN_CHOICE),
            ("interview", "Intervistë gjysmë e strukturuar", "Semi-structured interview", _OWN_CHOICE),
            ("written", "Komente me shkrim", "Written comments", _OWN_CHOICE),
            ("working_group", "Mbledhje e grupit të punës", "Working group meeting", _OWN_CHOICE),
            ("validation", "Tryezë validimi", "Validation workshop", _OWN_CHOICE),
            ("information", "Sesion informues", "Information session", _OWN_CHOICE),
            (
                "committee",
                "Seancë në komisionin e këshillit",
                "Council committee hearing",
                _OPEN_BY_LAW
                | {
                    "source": "Ligji nr. 139/2015, mbledhjet e hapura të këshillit dhe të komisioneve",
                    "source_en": "Law no. 139/2015, open meetings of the council and its committees",
                },
            ),
            ("forum", "Forum i njësisë administrative", "Forum of an administrative unit", _OWN_CHOICE),
        ),
        start=1,
    )
)


class EventStatus(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("event", "Planned")
    HELD = "held", pgettext_lazy("event", "Held")
    CANCELLED = "cancelled", pgettext_lazy("event", "Cancelled")


class Confidentiality(models.TextChoices):
    PUBLIC = "public", _("Public")
    RESTRICTED = "restricted", _("Restricted")
    COUNTS_ONLY = "counts_only", _("Counts only")


class Sex(models.TextChoices):
    WOMEN = "women", _("Women")
    MEN = "men", _("Men")
    UNDECLARED = "undeclared", _("Undeclared")


class ParticipantType(models.TextChoices):
    CSO = "cso", _("Local organisations")
    AUTHORITY = "authority", _("Local authorities")
    STATE_AGENCY = "state_agency", _("State agencies")
    PROVIDER = "provider", _("Service providers")
    COMMUNITY = "community", _("Members of the community")
    EXPERT = "expert", _("Experts")
    MEDIA = "media", _("Media")


class EngagedKind(models.TextChoices):
    CSO = "cso", _("Members of local organisations")
    AUTHORITY = "authority", _("Representatives of local authorities")


class ContributionChannel(models.TextChoices):
    WEB = "web", _("Web form")
    EVENT = "event", _("Consultation event")
    PAPER = "paper", _("Paper or post")
    EMAIL = "email", _("E-mail")
    ORAL = "oral", _("Spoken")


#: What has a number of the incoming protocol; kept and answered apart where it came after the last day.
PROTOCOLLED_CHANNELS = frozenset({ContributionChannel.PAPER, ContributionChannel.EMAIL, ContributionChannel.ORAL})


class SpeakerKind(models.TextChoices):
    RESIDENT = "resident", _("Resident")
    ORGANISATION = "organisation", _("Organisation")
    PROVIDER = "provider", _("Service provider")
    AUTHORITY = "authority", _("Public authority")
    EXPERT = "expert", _("Expert")
    UNDECLARED = "undeclared", _("Not declared")


class ContributionLanguage(models.TextChoices):
    SQ = "sq", _("Albanian")
    EN = "en", _("English")
    OTHER = "other", _("Another language")


class Visibility(models.TextChoices):
    RESTRICTED = "restricted", _("Staff only")
    PUBLIC = "public", _("May be published")


class Answer(models.TextChoices):
    ACCEPTED = "accepted", _("Accepted")
    PARTLY = "partly", _("Partly accepted")
    NOT_ACCEPTED = "not_accepted", _("Not accepted")
    ALREADY_COVERED = "already_covered", _("Already covered")
    OUTSIDE_COMPETENCE = "outside_competence", _("Outside the municipality's competence")


#: Answers that promise something; a report tells what became of it.
PROMISES = frozenset({Answer.ACCEPTED, Answer.PARTLY})
#: Answers that point at a place in the plan (content.DispositionTarget): “already covered” is no way out either.
ANSWERS_WITH_TARGET = PROMISES | {Answer.ALREADY_COVERED}


class FeedbackChannel(models.TextChoices):
    EMAIL = "email", _("E-mail")
    IN_PERSON = "in_person", _("Told in person")
    PHONE = "phone", _("Telephone")
    SMS = "sms", _("SMS")
    NOTICE_BOARD = "notice_board", _("Notice board")
    POST = "post", _("Post")
    MEETING = "meeting", _("Meeting")
    WEBSITE = "website", _("Website")


class DraftFileKind(models.TextChoices):
    DRAFT = "draft", _("The draft")
    EXPLANATORY = "explanatory", _("Explanatory report")
    EASY_READ = "easy_read", _("Summary in easy language")
    ASSESSMENT = "assessment", _("Needs assessment")
    OTHER = "other", _("Accompanying document")


class NoticeOccasion(models.TextChoices):
    """Of what the person who spoke is told."""

    RECEIPT = "receipt", _("her words arrived")
    ANSWERED = "answered", _("there is an answer")
    OPENED = "opened", _("a consultation has begun")
    EXTENDED = "extended", _("the period was lengthened")
    CORRECTED = "corrected", _("the draft was corrected")
    DECIDED = "decided", _("the plan was decided on")
    DONE = "done", _("a report tells what was done")


class RoundEffect(models.TextChoices):
    """What a step does besides moving the document."""

    SET_DAYS = "set_days", _("the day of the notice and the last day are set")
    CHECK_LAST_DAY = "check_last_day", _("a day up to the last one is refused")
    PUBLISH_ANSWERS = "publish_answers", _("all answers that are held become public together")


class AgeBand(models.TextChoices):
    UNDER_16 = "under_16", _("under 16")
    UNDER_25 = "16_24", _("16 to 24")
    UNDER_40 = "25_39", _("25 to 39")
    UNDER_65 = "40_64", _("40 to 64")
    OLDER = "65_plus", _("65 and older")


class DangerResult(models.TextChoices):
    """What the worker for protection did with a text that tells of somebody in danger."""

    REFERRED = "referred", _("Referred: the case is with those who protect")
    RETURNED = "returned", _("Returned to the consultation: nobody is in danger")


class OpenedData(models.TextChoices):
    ORIGINAL = "original", _("the original words")
    CONTACT = "contact", _("name and address")
    SCAN = "scan", _("the scan of the paper")


class AttendeeConsent(models.TextChoices):
    """What somebody on the list of an event agreed to besides the list, each by itself."""

    PHOTO = "photo", _("photographs")
    QUOTATION = "quotation", _("quotation")
    CONTACT = "contact", _("feedback")


class ConsentPurpose(models.TextChoices):
    PUBLICATION = "publication", _("publication of the words")
    CONTACT = "contact", _("an answer to the address")


class ReportResult(models.TextChoices):
    REMOVED = "removed", _("taken out")
    UNCHANGED = "kept", _("stays as it is")


class EngagementLight(models.TextChoices):
    """How far a promise of the project on engaged persons is kept."""

    GREEN = "green", _("reached")
    AMBER = "amber", _("within the tolerance")
    RED = "red", _("not reached")
    GREY = "grey", _("no data")

    @property
    def sign(self) -> str:
        return {"green": "✓", "amber": "≈", "red": "▲"}.get(self.value, "")


class RoundFileFormat(models.TextChoices):
    PDF = "pdf", "PDF"
    DOCX = "docx", "DOCX"
    XLSX = "xlsx", "XLSX"


class PersonRequestKind(models.TextChoices):
    EXPORT = "export", _("to get her data")
    CORRECTION = "correction", _("to have them corrected")
    ERASURE = "erasure", _("to have them erased")


class RequestOutcome(models.TextChoices):
    DONE = "done", _("done")
    PARTLY = "partly", _("done in part")
    REFUSED = "refused", _("refused with a reason")


class IntakeResult(models.TextChoices):
    """What was decided of a text that had been set apart on its arrival."""

    GENUINE = "genuine", _("a person's words: into the consultation")
    AUTOMATED = "automated", _("automated: stays apart")


class IntakeSign(models.TextChoices):
    TRAP = "trap", _("a field was filled that no person sees")
    FAST = "fast", _("sent faster than anybody writes")
    REPEAT = "repeat", _("sent many times from one page")
    FLOOD = "flood", _("one of very many in one minute")


ONE_SIGN = "|".join(IntakeSign.values)
SIGNS = f"^({ONE_SIGN})(,({ONE_SIGN}))*$"


class ComplaintResult(models.TextChoices):
    UPHELD = "upheld", _("upheld: comments are invited again")
    REJECTED = "rejected", _("rejected with a reason")


class ProposalResult(models.TextChoices):
    BEGUN = "begun", _("a procedure begins")
    NOT_BEGUN = "not_begun", _("no procedure begins")


class EventText(models.TextChoices):
    """What the municipality wrote of a meeting in words of its own, by the column that holds it."""

    TITLE_SQ = "title_sq", _("title (Albanian)")
    TITLE_EN = "title_en", _("title (English)")
    PLACE = "place", _("place")
    PLACE_EN = "place_en", _("place (English)")
    FACILITATOR = "facilitator_role", _("role of the facilitator")
    ACCESSIBILITY = "accessibility", _("accessibility offered")
    PRIVACY = "privacy_reason", _("reason for less protection")
    SHORT_NOTICE = "short_notice_reason", _("reason for a short notice")
    MINUTES_SQ = "minutes_public_sq", _("minutes, public version (Albanian)")
    MINUTES_EN = "minutes_public_en", _("minutes, public version (English)")
    MINUTES_INTERNAL = "minutes_internal", _("minutes, internal version")


class AnswerText(models.TextChoices):
    """What the municipality says by an answer in words of its own, by the column that holds it."""

    REASON_SQ = "reason_sq", _("reason (Albanian)")
    REASON_EN = "reason_en", _("reason (English)")
    BODY_SQ = "competent_body_sq", _("body whose competence it is (Albanian)")
    BODY_EN = "competent_body_en", _("body whose competence it is (English)")


class ProposalText(models.TextChoices):
    """What the municipality answers to who proposed a procedure, by the column that holds it."""

    SUBJECT_SQ = "subject_sq", _("subject (Albanian)")
    SUBJECT_EN = "subject_en", _("subject (English)")
    ANSWER_SQ = "answer_sq", _("answer (Albanian)")
    ANSWER_EN = "answer_en", _("answer (English)")


class RecommendationText(models.TextChoices):
    """How a recommendation is worded, by the column that holds it."""

    TITLE_SQ = "title_sq", _("title (Albanian)")
    TITLE_EN = "title_en", _("title (English)")
    TEXT_SQ = "text_sq", _("text (Albanian)")
    TEXT_EN = "text_en", _("text (English)")
