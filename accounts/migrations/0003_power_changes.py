"""Deeds on accounts that need two persons; a role says by which of them it came."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_accounts_to_offices"),
    ]

    operations = [
        migrations.CreateModel(
            name="PowerChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("role", "a role that opens contributors’ data"),
                            ("email", "another e-mail address"),
                            ("factor", "reset of the second factor"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("staff", "municipal staff"),
                            ("coordinator", "coordinator for notification and consultation"),
                            ("expert", "project expert"),
                            ("ngo", "member of an organisation"),
                            ("admin", "plan administrator"),
                            ("mayor", "mayor or acting mayor"),
                            ("secretary", "council secretary"),
                            ("councillor", "council member"),
                            ("dpo", "data-protection officer"),
                        ],
                        max_length=12,
                        verbose_name="role",
                    ),
                ),
                ("old_email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address of before")),
                ("new_email", models.EmailField(blank=True, max_length=254, verbose_name="new e-mail address")),
                (
                    "proposed_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="asked for at"
                    ),
                ),
                ("is_by_one", models.BooleanField(default=False, verbose_name="by one")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="confirmed at")),
                ("effective_at", models.DateTimeField(blank=True, null=True, verbose_name="takes effect at")),
                ("applied_at", models.DateTimeField(blank=True, null=True, verbose_name="in effect since")),
                ("stopped_at", models.DateTimeField(blank=True, null=True, verbose_name="stopped at")),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confirmed by",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked for by",
                    ),
                ),
                (
                    "stopped_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="stopped by",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="power_changes",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={
                "verbose_name": "change that needs two persons",
                "verbose_name_plural": "changes that need two persons",
                "ordering": ["-pk"],
            },
        ),
        migrations.AddField(
            model_name="roleassignment",
            name="change",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="assignment",
                to="accounts.powerchange",
                verbose_name="change by two persons",
            ),
        ),
        # Not held against rows of before: what somebody once granted to herself stays in the history.
        AddConstraintNotValid(
            model_name="roleassignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("granted_by", None), models.Q(("granted_by", models.F("user")), _negated=True), _connector="OR"
                ),
                name="role_not_granted_to_oneself",
                violation_error_message="Nobody grants a role to herself.",
            ),
        ),
        migrations.AddConstraint(
            model_name="powerchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind", "role"), ("new_email", ""), ("old_email", ""), ("role__in", ["coordinator", "dpo"])
                    ),
                    models.Q(("kind", "email"), ("role", "")),
                    models.Q(("kind", "factor"), ("new_email", ""), ("old_email", ""), ("role", "")),
                    _connector="OR",
                ),
                name="power_change_is_of_a_known_kind",
                violation_error_message="This change is of no known kind.",
            ),
        ),
        migrations.AddConstraint(
            model_name="powerchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind", "email"), models.Q(("proposed_by", models.F("subject")), _negated=True), _connector="OR"
                ),
                name="power_change_not_for_oneself",
                violation_error_message="Another person has to ask for this.",
            ),
        ),
        migrations.AddConstraint(
            model_name="powerchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("confirmed_at", None), ("confirmed_by", None)),
                    models.Q(
                        ("confirmed_at__isnull", False),
                        ("confirmed_by__isnull", False),
                        models.Q(("confirmed_by", models.F("proposed_by")), _negated=True),
                        models.Q(("confirmed_by", models.F("subject")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="power_change_confirmed_by_another",
                violation_error_message="Whoever asked for it, and whom it concerns, does not confirm it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="powerchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("applied_at", None),
                    models.Q(
                        models.Q(("confirmed_at__isnull", False), ("is_by_one", True), _connector="OR"),
                        ("applied_at__gte", models.F("effective_at")),
                        ("effective_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="power_change_holds_after_confirmation_and_wait",
                violation_error_message="It holds after a second person has confirmed it, and after the wait.",
            ),
        ),
        migrations.AddConstraint(
            model_name="powerchange",
            constraint=models.UniqueConstraint(
                condition=models.Q(("applied_at", None), ("stopped_at", None)),
                fields=("subject", "kind", "role"),
                name="power_change_asked_for_once",
                violation_error_message="This was asked for already and waits.",
            ),
        ),
    ]
