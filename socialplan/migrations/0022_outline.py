import uuid

import django.db.models.constraints
from django.db import migrations, models

KINDS = [("plan", "social plan"), ("monitoring_strategy", "monitoring strategy")]
MARKS = [
    ("found", "read in the source"),
    ("unverified", "general knowledge, to be checked by a lawyer"),
    ("design", "choice of the municipality"),
]


class Migration(migrations.Migration):
    dependencies = [("socialplan", "0021_plans_before_strategies")]

    operations = [
        migrations.CreateModel(
            name="OutlineChapter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("source", models.CharField(max_length=500, verbose_name="source")),
                (
                    "source_mark",
                    models.CharField(choices=MARKS, default="unverified", max_length=12, verbose_name="how sure"),
                ),
                (
                    "checked_by",
                    models.CharField(
                        blank=True,
                        help_text="The office that checked it, not a person.",
                        max_length=200,
                        verbose_name="checked by (office)",
                    ),
                ),
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="checked on")),
                ("kind", models.CharField(choices=KINDS, max_length=24, verbose_name="document")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="key")),
                ("code", models.CharField(max_length=8, verbose_name="code")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("title_sq", models.CharField(max_length=200, verbose_name="title (Albanian)")),
                ("title_en", models.CharField(blank=True, max_length=200, verbose_name="title (English)")),
                (
                    "hint_sq",
                    models.TextField(blank=True, max_length=1000, verbose_name="what belongs in it (Albanian)"),
                ),
                (
                    "hint_en",
                    models.TextField(blank=True, max_length=1000, verbose_name="what belongs in it (English)"),
                ),
                (
                    "is_compulsory",
                    models.BooleanField(
                        default=True,
                        help_text="Without it, or while it is empty, the document shows a warning.",
                        verbose_name="compulsory",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "chapter of the outline",
                "verbose_name_plural": "chapters of the outline",
                "ordering": ("-kind", "position", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "code"),
                        name="outlinechapter_code_once_per_kind",
                        violation_error_message=("The outline of this document already has a chapter with this code."),
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["plan", "monitoring_strategy"])),
                        name="outlinechapter_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title_sq", ""), _negated=True), name="outlinechapter_has_title"
                    ),
                ],
            },
        ),
        # Chapters change places in one statement, so their codes are compared when all of them are written.
        migrations.RemoveConstraint(model_name="chapter", name="chapter_code_once_per_version"),
        migrations.AddConstraint(
            model_name="chapter",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("version", "code"),
                name="chapter_code_once_per_version",
                violation_error_message="This version already has a chapter with this code.",
            ),
        ),
    ]
