import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0023_attendance_by_age"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DangerCorrection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reason",
                    models.TextField(
                        help_text="No names of persons.", max_length=2000, verbose_name="why it is corrected"
                    ),
                ),
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
                "verbose_name": "correction of a settlement about danger",
                "verbose_name_plural": "corrections of settlements about danger",
                "ordering": ("pk",),
            },
        ),
        migrations.AddField(
            model_name="dangercorrection",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="dangercorrection",
            name="settlement",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="correction",
                to="consultations.dangersettlement",
            ),
        ),
        migrations.AddConstraint(
            model_name="dangercorrection",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="danger_correction_has_reason",
                violation_error_message="Say why it is corrected.",
            ),
        ),
        migrations.RunSQL(
            "CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE ON consultations_dangercorrection"
            " FOR EACH ROW EXECUTE FUNCTION consultations_refuse_change();",
            "DROP TRIGGER refuse_change ON consultations_dangercorrection;",
        ),
    ]
