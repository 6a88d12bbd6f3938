import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("content", "0001_initial"),
        ("operations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="LegalBasis",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("source", models.CharField(max_length=500, verbose_name="source")),
                (
                    "source_mark",
                    models.CharField(
                        choices=[
                            ("found", "read in the source"),
                            ("unverified", "general knowledge, to be checked by a lawyer"),
                            ("design", "choice of the municipality"),
                        ],
                        default="unverified",
                        max_length=12,
                        verbose_name="how sure",
                    ),
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
                ("code", models.SlugField(max_length=30, unique=True, verbose_name="code")),
                ("text_sq", models.CharField(max_length=300, verbose_name="act and articles (Albanian)")),
                ("text_en", models.CharField(blank=True, max_length=300, verbose_name="act and articles (English)")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("is_active", models.BooleanField(default=True, verbose_name="named in decisions")),
            ],
            options={
                "verbose_name": "legal basis",
                "verbose_name_plural": "legal bases",
                "ordering": ("position", "pk"),
            },
        ),
        migrations.CreateModel(
            name="DocumentTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("source", models.CharField(max_length=500, verbose_name="source")),
                (
                    "source_mark",
                    models.CharField(
                        choices=[
                            ("found", "read in the source"),
                            ("unverified", "general knowledge, to be checked by a lawyer"),
                            ("design", "choice of the municipality"),
                        ],
                        default="unverified",
                        max_length=12,
                        verbose_name="how sure",
                    ),
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
                (
                    "document",
                    models.CharField(
                        choices=[("plan", "social plan"), ("monitoring_strategy", "monitoring strategy")],
                        db_default="plan",
                        default="plan",
                        max_length=24,
                        verbose_name="document",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("draft_decision", "Draft decision"),
                            ("explanatory_report", "Explanatory report"),
                            ("letter", "Letter with the adopted document"),
                        ],
                        max_length=24,
                        verbose_name="kind",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("sq", "Shqip"), ("en", "English")], max_length=2, verbose_name="language"
                    ),
                ),
                ("body", models.TextField(max_length=60000, verbose_name="text")),
            ],
            options={
                "verbose_name": "text of an official paper",
                "verbose_name_plural": "texts of official papers",
                "ordering": ("-document", "kind", "-language"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("document", "kind", "language"), name="documenttemplate_once_per_document_and_language"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("document__in", ["plan", "monitoring_strategy"])),
                        name="documenttemplate_document_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["draft_decision", "explanatory_report", "letter"])),
                        name="documenttemplate_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("body", ""), _negated=True), name="documenttemplate_has_text"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("kind", models.CharField(default="plan_pdf", max_length=40, verbose_name="kind")),
                (
                    "language",
                    models.CharField(
                        choices=[("sq", "Shqip"), ("en", "English")], max_length=2, verbose_name="language"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=20,
                        verbose_name="state of the version when it was asked for",
                    ),
                ),
                (
                    "content_sha256",
                    models.CharField(blank=True, default="", max_length=64, verbose_name="content hash"),
                ),
                (
                    "job",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plan_report",
                        to="operations.job",
                        verbose_name="job",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="content.planversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "requested file of a plan",
                "verbose_name_plural": "requested files of plans",
                "ordering": ("-pk",),
                "indexes": [models.Index(fields=["version", "kind", "language", "-id"], name="planreport_newest")],
            },
        ),
    ]
