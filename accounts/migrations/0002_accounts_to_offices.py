import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("municipality", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="office",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="users",
                to="municipality.office",
                verbose_name="office",
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="user_permissions",
            field=models.ManyToManyField(
                blank=True,
                help_text="Specific permissions for this user.",
                related_name="user_set",
                related_query_name="user",
                to="auth.permission",
                verbose_name="user permissions",
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="memberships",
                to=settings.AUTH_USER_MODEL,
                verbose_name="account",
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="memberships",
                to="accounts.organisation",
                verbose_name="organisation",
            ),
        ),
        migrations.AddField(
            model_name="powerchange",
            name="confirmed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="confirmed by",
            ),
        ),
        migrations.AddField(
            model_name="powerchange",
            name="proposed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="asked for by",
            ),
        ),
        migrations.AddField(
            model_name="powerchange",
            name="stopped_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="stopped by",
            ),
        ),
        migrations.AddField(
            model_name="powerchange",
            name="subject",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="power_changes",
                to=settings.AUTH_USER_MODEL,
                verbose_name="account",
            ),
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
        migrations.AddField(
            model_name="roleassignment",
            name="granted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="granted by",
            ),
        ),
        migrations.AddField(
            model_name="roleassignment",
            name="revoked_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="revoked by",
            ),
        ),
        migrations.AddField(
            model_name="roleassignment",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="assignments",
                to=settings.AUTH_USER_MODEL,
                verbose_name="account",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                name="user_email_in_small_letters",
                violation_error_message="The e-mail address is kept in small letters.",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("language__in", ["sq", "en"])),
                name="user_language_known",
                violation_error_message="Choose Albanian or English.",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("revoked_on", None)),
                fields=("user", "organisation"),
                name="membership_open_once",
                violation_error_message="This account already belongs to the organisation.",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("revoked_on", None),
                    ("approved_on", None),
                    ("revoked_on__gte", models.F("approved_on")),
                    _connector="OR",
                ),
                name="membership_dates_in_order",
                violation_error_message="A membership is revoked after it was approved.",
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
        migrations.AddConstraint(
            model_name="roleassignment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("revoked_on", None)),
                fields=("user", "role"),
                name="role_active_once_per_user",
                violation_error_message="This account already has this role.",
            ),
        ),
        migrations.AddConstraint(
            model_name="roleassignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        ["staff", "coordinator", "expert", "ngo", "admin", "mayor", "secretary", "councillor", "dpo"],
                    )
                ),
                name="role_known",
                violation_error_message="This role does not exist.",
            ),
        ),
        migrations.AddConstraint(
            model_name="roleassignment",
            constraint=models.CheckConstraint(
                condition=models.Q(("revoked_on", None), ("revoked_on__gte", models.F("granted_on")), _connector="OR"),
                name="role_dates_in_order",
                violation_error_message="A role is revoked after it was granted.",
            ),
        ),
        migrations.AddConstraint(
            model_name="roleassignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("granted_by", None), models.Q(("granted_by", models.F("user")), _negated=True), _connector="OR"
                ),
                name="role_not_granted_to_oneself",
                violation_error_message="Nobody grants a role to herself.",
            ),
        ),
    ]
