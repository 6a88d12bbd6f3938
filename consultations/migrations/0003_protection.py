"""A protected group sets how an event is kept; who went below it, why and when; who recorded an event."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

KNOWN = ("public", "restricted", "counts_only")


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0001_initial"),
        ("consultations", "0003_functions_trust_no_temporary_table"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            "consultationevent",
            "confidentiality",
            models.CharField(
                choices=[("public", "Public"), ("restricted", "Restricted"), ("counts_only", "Counts only")],
                max_length=20,
                verbose_name="confidentiality",
            ),
        ),
        migrations.AddField(
            "consultationevent",
            "privacy_reason",
            models.TextField(
                blank=True,
                default="",
                help_text=(
                    "Only where a protected group is addressed and the event keeps more than counts. "
                    "It stands in the history with your name."
                ),
                max_length=2_000,
                verbose_name="reason for less protection",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "consultationevent",
            "privacy_reason_at",
            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="less protection: recorded at"),
        ),
        migrations.AddField(
            "consultationevent",
            "privacy_reason_by",
            models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="less protection: recorded by",
            ),
        ),
        migrations.AddField(
            "consultationevent",
            "recorded_by",
            models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="recorded by",
            ),
        ),
        migrations.AddConstraint(
            "consultationevent",
            models.CheckConstraint(
                condition=models.Q(confidentiality__in=KNOWN),
                name="event_confidentiality_known",
                violation_error_message="This value does not exist.",
            ),
        ),
        migrations.AddConstraint(
            "consultationevent",
            models.CheckConstraint(
                condition=models.Q(privacy_reason="", privacy_reason_by=None, privacy_reason_at=None)
                | (
                    ~models.Q(privacy_reason="")
                    & models.Q(privacy_reason_by__isnull=False, privacy_reason_at__isnull=False)
                ),
                name="event_privacy_reason_signed",
                violation_error_message="A reason for less protection is recorded with its author and its moment.",
            ),
        ),
    ]
