import datetime

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

# A changed target is only added: the next change is a row of its own.
KEPT = """
CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE ON monitoring_changedtarget
    FOR EACH ROW EXECUTE FUNCTION operations_refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON monitoring_changedtarget
    FOR EACH STATEMENT EXECUTE FUNCTION operations_refuse_change();
"""
LET_GO = """
DROP TRIGGER refuse_change ON monitoring_changedtarget;
DROP TRIGGER refuse_truncate ON monitoring_changedtarget;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0005_sealed_plans"),
        ("monitoring", "0010_handing_in"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ChangedTarget",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("indicator_key", models.UUIDField(verbose_name="key of the indicator")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("value", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="new target")),
                ("valid_from", models.DateField(verbose_name="holds from")),
                ("reason", models.CharField(max_length=1000, verbose_name="why the target was changed")),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="recorded at",
                    ),
                ),
            ],
            options={
                "verbose_name": "changed target",
                "verbose_name_plural": "changed targets",
                "ordering": ("year", "valid_from", "pk"),
            },
        ),
        migrations.CreateModel(
            name="IndicatorPassport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("indicator_key", models.UUIDField(verbose_name="key of the indicator")),
                (
                    "may_be_negative",
                    models.BooleanField(
                        default=False,
                        help_text="For balances and differences; never for persons.",
                        verbose_name="values may be negative",
                    ),
                ),
            ],
            options={
                "verbose_name": "passport of an indicator",
                "verbose_name_plural": "passports of indicators",
            },
        ),
        migrations.RemoveConstraint(
            model_name="indicatorvalue",
            name="indicator_value_not_negative",
        ),
        migrations.AddField(
            model_name="indicatorvalue",
            name="is_signed",
            field=models.BooleanField(
                db_default=False, default=False, editable=False, verbose_name="the passport lets it be negative"
            ),
        ),
        migrations.AddConstraint(
            model_name="indicatorvalue",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gte", 0), ("is_signed", True), _connector="OR"),
                name="indicator_value_not_negative",
                violation_error_message="A measured value cannot be negative, unless its passport says so.",
            ),
        ),
        migrations.AddField(
            model_name="changedtarget",
            name="actor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person",
            ),
        ),
        migrations.AddField(
            model_name="changedtarget",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="changed_targets", to="content.plan"
            ),
        ),
        migrations.AddField(
            model_name="indicatorpassport",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="passports", to="content.plan"
            ),
        ),
        migrations.AddConstraint(
            model_name="changedtarget",
            constraint=models.UniqueConstraint(
                fields=("plan", "indicator_key", "year", "valid_from"),
                name="changed_target_once_a_day",
                violation_error_message="This target already has another value from that day on.",
            ),
        ),
        migrations.AddConstraint(
            model_name="changedtarget",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="changed_target_explained",
                violation_error_message="Say why the target was changed.",
            ),
        ),
        migrations.AddConstraint(
            model_name="changedtarget",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_from__gte", datetime.date(2000, 1, 1)), ("valid_from__lte", datetime.date(2110, 12, 31))
                ),
                name="changed_target_day_plausible",
                violation_error_message="The days of a period lie between the years 2000 and 2110.",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicatorpassport",
            constraint=models.UniqueConstraint(fields=("plan", "indicator_key"), name="passport_once_per_indicator"),
        ),
        migrations.RunSQL(KEPT, LET_GO),
    ]
