from django.db import migrations, models

SOURCED = (
    ("source", lambda: models.CharField(max_length=500, verbose_name="source")),
    (
        "source_mark",
        lambda: models.CharField(
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
        lambda: models.CharField(
            blank=True,
            help_text="The office that checked it, not a person.",
            max_length=200,
            verbose_name="checked by (office)",
        ),
    ),
    ("checked_on", lambda: models.DateField(blank=True, null=True, verbose_name="checked on")),
)


def base():
    return [
        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
        *((name, make()) for name, make in SOURCED),
    ]


class Migration(migrations.Migration):
    """The official papers' texts and the acts they cite are rows that the municipality keeps."""

    dependencies = [("socialplan", "0017_reasons_are_only_added")]

    operations = [
        migrations.CreateModel(
            name="LegalBasis",
            fields=[
                *base(),
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
                *base(),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("draft_decision", "Draft decision"),
                            ("explanatory_report", "Explanatory report"),
                            ("letter", "Letter with the adopted plan"),
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
                "ordering": ("kind", "-language"),
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "language"), name="documenttemplate_once_per_language"),
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
    ]
