from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from operations.trail.patterns import audit_everything, everything_released


class Command(BaseCommand):
    help = "Try to work hidden figures out of everything that this installation has published together."

    def handle(self, *args: Any, **options: Any) -> None:
        found = audit_everything()
        for figure in found:
            words = {"key": figure.key, "least": figure.least, "greatest": figure.greatest, "width": figure.threshold}
            if figure.is_exact:
                self.stderr.write(_("%(key)s can be worked out exactly.") % words)
            else:
                sentence = _("%(key)s lies from %(least)s to %(greatest)s: narrower than %(width)s.")
                self.stderr.write(sentence % words)
        if found:
            raise CommandError(_("Hidden figures can be worked out of what is published."))
        hidden = {key for release in everything_released() for key in release.hidden}
        self.stdout.write(
            _("Nothing published gives a hidden figure away: %(count)s were tried.") % {"count": len(hidden)}
        )
