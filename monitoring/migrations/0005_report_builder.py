import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("monitoring", "0004_periods_of_the_plan"),
        ("operations", "0005_seen_head"),
    ]

    operations = [
        migrations.CreateModel(
            name="RecommendationFollowUp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("done", "carried out"),
                            ("partly", "partly carried out"),
                            ("not_done", "not carried out"),
                            ("dropped", "no longer needed"),
                        ],
                        max_length=10,
                        verbose_name="what became of it",
                    ),
                ),
                ("text_sq", models.TextField(max_length=5000, verbose_name="how, or why not (Albanian)")),
                ("text_en", models.TextField(blank=True, max_length=5000, verbose_name="how, or why not (English)")),
            ],
            options={
                "verbose_name": "follow-up of a recommendation",
                "verbose_name_plural": "follow-ups of recommendations",
                "ordering": ("recommendation_id",),
            },
        ),
        migrations.CreateModel(
            name="ReportFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("pdf", "Report (PDF)"),
                            ("docx", "Report (DOCX)"),
                            ("xlsx", "Tables (XLSX)"),
                            ("zip", "Open data (CSV and JSON)"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("sq", "Shqip"), ("en", "English")], max_length=2, verbose_name="language"
                    ),
                ),
                ("state", models.CharField(max_length=20, verbose_name="state of the report when it was asked for")),
            ],
            options={
                "verbose_name": "requested file of a monitoring report",
                "verbose_name_plural": "requested files of monitoring reports",
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="ResultNarrative",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("indicator_key", models.UUIDField(verbose_name="key of the indicator")),
                ("why_sq", models.TextField(max_length=5000, verbose_name="why (Albanian)")),
                ("why_en", models.TextField(blank=True, max_length=5000, verbose_name="why (English)")),
            ],
            options={
                "verbose_name": "reason of a result",
                "verbose_name_plural": "reasons of results",
                "ordering": ("pk",),
            },
        ),
        migrations.RemoveConstraint(
            model_name="reportsection",
            name="report_section_code_known",
        ),
        migrations.RemoveField(
            model_name="reportrecommendation",
            name="follow_up",
        ),
        migrations.AddField(
            model_name="reportrecommendation",
            name="priority",
            field=models.CharField(
                choices=[("high", "high"), ("medium", "medium"), ("low", "low")],
                db_default="medium",
                default="medium",
                max_length=6,
                verbose_name="priority",
            ),
        ),
        migrations.AddField(
            model_name="submissionreceipt",
            name="no_proof_reason",
            # what was proved before a file was asked for says so
            field=models.TextField(
                blank=True,
                db_default="U shënua para se të kërkohej skedari i vërtetimit.",
                default="",
                max_length=1000,
                verbose_name="why there is no file of the proof",
            ),
        ),
        migrations.AlterField(
            model_name="submissionreceipt",
            name="no_proof_reason",
            field=models.TextField(
                blank=True,
                db_default="",
                default="",
                max_length=1000,
                verbose_name="why there is no file of the proof",
            ),
        ),
        migrations.AddField(
            model_name="yearlyreport",
            name="figures_sha256",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                editable=False,
                max_length=64,
                verbose_name="hash of the frozen figures",
            ),
        ),
        migrations.AlterField(
            model_name="reportsection",
            name="code",
            field=models.CharField(
                choices=[
                    ("summary", "Summary"),
                    ("method", "Period, method and data quality"),
                    ("context", "Changes in law, budget and offices"),
                    ("achieved", "What was achieved, what was not, and why"),
                    ("money", "Budget: planned, allocated, spent"),
                    ("persons", "Persons reached"),
                    ("participation", "Participation and complaints"),
                    ("gender", "Gender"),
                    ("lessons", "Risks and lessons"),
                    ("advice", "Recommendations and their follow-up"),
                    ("changes", "Proposed changes to the plan"),
                ],
                max_length=20,
                verbose_name="part",
            ),
        ),
        migrations.AlterField(
            model_name="submissionreceipt",
            name="proof",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="report_receipts",
                to="operations.storedfile",
                verbose_name="proof of receipt",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportrecommendation",
            constraint=models.CheckConstraint(
                condition=models.Q(("priority__in", ["high", "medium", "low"])),
                name="report_recommendation_priority_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportsection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "code__in",
                        [
                            "summary",
                            "method",
                            "context",
                            "achieved",
                            "money",
                            "persons",
                            "participation",
                            "gender",
                            "lessons",
                            "advice",
                            "changes",
                        ],
                    )
                ),
                name="report_section_code_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="submissionreceipt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("proof__isnull", False), models.Q(("no_proof_reason", ""), _negated=True), _connector="OR"
                ),
                name="submission_receipt_has_file_or_reason",
                violation_error_message="Add the file that proves the receipt, or say why there is none.",
            ),
        ),
        migrations.AddConstraint(
            model_name="yearlyreport",
            constraint=models.CheckConstraint(
                condition=models.Q(("figures_sha256", ""), ("figures__isnull", False), _connector="OR"),
                name="yearly_report_hash_only_of_frozen_figures",
            ),
        ),
        migrations.AddField(
            model_name="recommendationfollowup",
            name="recommendation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="follow_ups",
                to="monitoring.reportrecommendation",
            ),
        ),
        migrations.AddField(
            model_name="recommendationfollowup",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="follow_ups", to="monitoring.yearlyreport"
            ),
        ),
        migrations.AddField(
            model_name="reportfile",
            name="job",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="report_file",
                to="operations.job",
                verbose_name="job",
            ),
        ),
        migrations.AddField(
            model_name="reportfile",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="files", to="monitoring.yearlyreport"
            ),
        ),
        migrations.AddField(
            model_name="resultnarrative",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="narratives", to="monitoring.yearlyreport"
            ),
        ),
        migrations.AddConstraint(
            model_name="recommendationfollowup",
            constraint=models.UniqueConstraint(fields=("report", "recommendation"), name="follow_up_once_per_report"),
        ),
        migrations.AddConstraint(
            model_name="recommendationfollowup",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["done", "partly", "not_done", "dropped"])),
                name="follow_up_outcome_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="recommendationfollowup",
            constraint=models.CheckConstraint(
                condition=models.Q(("text_sq", ""), _negated=True),
                name="follow_up_says_how",
                violation_error_message="Say how it was carried out, or why it was not.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportfile",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["pdf", "docx", "xlsx", "zip"])), name="report_file_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="resultnarrative",
            constraint=models.UniqueConstraint(
                fields=("report", "indicator_key"), name="result_narrative_once_per_indicator"
            ),
        ),
        migrations.AddConstraint(
            model_name="resultnarrative",
            constraint=models.CheckConstraint(
                condition=models.Q(("why_sq", ""), _negated=True), name="result_narrative_says_why"
            ),
        ),
    ]
