"""Who is told of a comment."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from operations.models import OutgoingMessage
from operations.queue.messages import Mail, message_composer, write_messages
from socialplan.content.models import NodeComment, PlanVersion

COMMENTED = "socialplan.commented"


def announce_comment(version: PlanVersion, comment: NodeComment) -> None:
    """Whoever has commented on the same place before is told that somebody else has."""
    there = NodeComment.objects.seen_in(version).filter(node_key=comment.node_key)
    people = User.objects.filter(pk__in=there.values("written_by"), is_active=True).exclude(pk=comment.written_by_id)
    write_messages(COMMENTED, event_key=f"{COMMENTED}:{comment.pk}", to=people, payload={"comment": comment.pk})


@message_composer(COMMENTED)
def commented_mail(message: OutgoingMessage) -> Mail:
    """Where, and the link; the words are read behind the login."""
    comment = NodeComment.objects.select_related("version__plan").get(pk=message.payload["comment"])
    version = comment.version
    page = reverse("content:comment_thread", args=[version.pk, comment.node_kind, comment.node_key])
    lines = [
        _("Somebody has answered where you commented on %(document)s.") % {"document": version},
        settings.SITE_URL.rstrip("/") + page,
    ]
    return Mail(_("%(document)s: a new comment") % {"document": version}, "\n\n".join(lines))
