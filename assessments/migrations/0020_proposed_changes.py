"""A provider proposes changes of its service; each field waits until staff decide."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0019_albanian_order"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ProposedChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("field", models.CharField(max_length=20, verbose_name="field")),
                ("value", models.TextField(blank=True, max_length=1000, verbose_name="proposed value")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "waiting"), ("accepted", "accepted"), ("refused", "refused")],
                        default="waiting",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided at")),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="proposed by",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposed_changes",
                        to="assessments.service",
                        verbose_name="service",
                    ),
                ),
            ],
            options={
                "verbose_name": "proposed change of a service",
                "verbose_name_plural": "proposed changes of services",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("service", "field"),
                        name="proposed_change_one_waiting_per_field",
                        violation_error_message="For this field a proposal is waiting already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "field__in",
                                (
                                    "capacity",
                                    "users",
                                    "users_women",
                                    "users_men",
                                    "waiting",
                                    "staff_fte",
                                    "licence_until",
                                    "offer_sq",
                                    "offer_en",
                                    "fee_sq",
                                    "fee_en",
                                    "opening_hours",
                                    "phone",
                                    "email",
                                    "website",
                                    "accessibility",
                                ),
                            ),
                            ("state__in", ["waiting", "accepted", "refused"]),
                        ),
                        name="proposed_change_known",
                        violation_error_message="This field cannot be proposed.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("decided_by", None), ("state", "waiting")),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="proposed_change_decided_by_somebody_else",
                        violation_error_message="Somebody else than who proposed it decides on a proposal.",
                    ),
                ],
            },
        ),
    ]
