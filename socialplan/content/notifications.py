"""Who is told of a comment."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.models import User
from core.search import folded
from operations.enums import NewsTopic
from operations.models import OutgoingMessage
from operations.queue.messages import Mail, message_composer, write_messages
from operations.queue.news import News
from socialplan.content.consultation_requirements import node_of
from socialplan.content.models import NodeComment, PlanVersion

COMMENTED = "socialplan.commented"
LONGEST_PLACE = 80  # letters: it stands in the subject of a mail


def announce_comment(version: PlanVersion, comment: NodeComment) -> None:
    """Whoever has commented on the same place before, or is called by name, is told; only who may read it."""
    there = NodeComment.objects.seen_in(version).filter(node_key=comment.node_key)
    told = Q(pk__in=there.values("written_by")) | Q(pk__in=[person.pk for person in named_in(comment.text)])
    people = User.objects.filter(told, is_active=True).exclude(pk=comment.written_by_id).with_roles()
    news = News(
        NewsTopic.MENTIONS,
        lambda: _("%(document)s: a new comment") % {"document": place_in(version, comment)},
        reverse("content:comment_thread", args=[version.pk, comment.node_kind, comment.node_key]),
        "content.work_on_version",
    )
    open_to = [person for person in people if person.has_perm("content.work_on_version", version)]
    write_messages(
        COMMENTED, event_key=f"{COMMENTED}:{comment.pk}", to=open_to, payload={"comment": comment.pk}, news=news
    )


def place_in(version: PlanVersion, comment: NodeComment) -> str:
    """The version and the row of it that the comment is on, or once that is gone the version alone."""
    row = node_of(version, kind=comment.node_kind, key=comment.node_key)
    if row is None:
        return str(version)
    return _("%(document)s, “%(place)s”") % {"document": version, "place": Truncator(row).chars(LONGEST_PLACE)}


def named_in(text: str) -> list[User]:
    """Those whom a comment calls by “@” and their whole name."""
    if "@" not in text:
        return []
    said = folded(text)
    return [person for person in User.objects.filter(is_active=True) if f"@{folded(person.name)}" in said]


@message_composer(COMMENTED)
def commented_mail(message: OutgoingMessage) -> Mail:
    """Where, and the link; the words are read behind the login."""
    comment = NodeComment.objects.select_related("version__plan").get(pk=message.payload["comment"])
    version = comment.version
    place = place_in(version, comment)
    page = reverse("content:comment_thread", args=[version.pk, comment.node_kind, comment.node_key])
    lines = [
        _("Somebody has commented on %(document)s where you did, or has named you.") % {"document": place},
        settings.SITE_URL.rstrip("/") + page,
    ]
    return Mail(_("%(document)s: a new comment") % {"document": place}, "\n\n".join(lines))
