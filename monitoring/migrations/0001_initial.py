import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("assessments", "0001_initial"),
        ("content", "0001_initial"),
        ("operations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Addressee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=30, unique=True, verbose_name="code")),
                ("name_sq", models.CharField(max_length=200, verbose_name="name (Albanian)")),
                ("name_en", models.CharField(blank=True, max_length=200, verbose_name="name (English)")),
                ("is_compulsory", models.BooleanField(default=True, verbose_name="must receive it")),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="source of the rule")),
            ],
            options={
                "verbose_name": "addressee",
                "verbose_name_plural": "addressees",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="Period",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("title_sq", models.CharField(max_length=200, verbose_name="title (Albanian)")),
                ("title_en", models.CharField(blank=True, max_length=200, verbose_name="title (English)")),
                (
                    "target_year",
                    models.PositiveSmallIntegerField(
                        help_text="Results are compared with the targets of this year, as written.",
                        verbose_name="year of the targets",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                (
                    "cut_off_on",
                    models.DateField(help_text="Results known by this day are counted.", verbose_name="cut-off date"),
                ),
                ("is_partial", models.BooleanField(default=False, verbose_name="covers only part of the year")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="periods",
                        to="content.planversion",
                        verbose_name="plan version",
                    ),
                ),
            ],
            options={
                "verbose_name": "monitoring period",
                "verbose_name_plural": "monitoring periods",
                "ordering": ("-starts_on",),
            },
        ),
        migrations.CreateModel(
            name="MeasureProgress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("not_started", "not started"),
                            ("on_track", "on track"),
                            ("delayed", "delayed"),
                            ("completed", "completed"),
                            ("cancelled", "cancelled"),
                            ("suspended", "suspended for lack of funds"),
                        ],
                        max_length=20,
                        verbose_name="status",
                    ),
                ),
                ("share_done", models.PositiveSmallIntegerField(default=0, verbose_name="share done (%)")),
                (
                    "narrative_sq",
                    models.TextField(blank=True, max_length=20000, verbose_name="what was done (Albanian)"),
                ),
                (
                    "narrative_en",
                    models.TextField(blank=True, max_length=20000, verbose_name="what was done (English)"),
                ),
                (
                    "deviation",
                    models.TextField(
                        blank=True,
                        help_text="Compulsory when delayed, cancelled or suspended.",
                        max_length=20000,
                        verbose_name="deviation and its reason",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="progress",
                        to="content.measure",
                        verbose_name="measure",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="measure_progress",
                        to="monitoring.period",
                    ),
                ),
            ],
            options={
                "verbose_name": "progress of a measure",
                "verbose_name_plural": "progress of measures",
                "ordering": ("measure__code",),
            },
        ),
        migrations.CreateModel(
            name="IndicatorValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=16, verbose_name="value")),
                ("source", models.CharField(max_length=300, verbose_name="source")),
                (
                    "quality",
                    models.CharField(
                        choices=[("A", "A – verified"), ("B", "B – administrative record"), ("C", "C – estimate")],
                        default="B",
                        max_length=1,
                        verbose_name="quality",
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=5000, verbose_name="note")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("submitted", "submitted"),
                            ("returned", "returned"),
                            ("approved", "approved"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                (
                    "corrects",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="correction",
                        to="monitoring.indicatorvalue",
                        verbose_name="corrects",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="values",
                        to="content.indicator",
                        verbose_name="indicator",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="values", to="monitoring.period"
                    ),
                ),
            ],
            options={
                "verbose_name": "indicator value",
                "verbose_name_plural": "indicator values",
                "ordering": ("indicator__code", "pk"),
            },
        ),
        migrations.CreateModel(
            name="BudgetExecution",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("allocated", models.PositiveBigIntegerField(default=0, verbose_name="allocated in the budget (ALL)")),
                ("committed", models.PositiveBigIntegerField(default=0, verbose_name="committed by contract (ALL)")),
                ("spent", models.PositiveBigIntegerField(default=0, verbose_name="spent (ALL)")),
                ("reason", models.TextField(blank=True, max_length=5000, verbose_name="reason for the deviation")),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="budget_executions",
                        to="content.measure",
                        verbose_name="measure",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="content.fundingsource",
                        verbose_name="funding source",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="budget_executions",
                        to="monitoring.period",
                    ),
                ),
            ],
            options={
                "verbose_name": "budget execution",
                "verbose_name_plural": "budget execution",
                "ordering": ("measure__code", "source__code"),
            },
        ),
        migrations.CreateModel(
            name="BeneficiaryCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("women", models.PositiveIntegerField(default=0, verbose_name="women and girls")),
                ("men", models.PositiveIntegerField(default=0, verbose_name="men and boys")),
                ("undeclared", models.PositiveIntegerField(default=0, verbose_name="sex not recorded")),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assessments.targetgroup",
                        verbose_name="group in need",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="beneficiary_counts",
                        to="monitoring.period",
                    ),
                ),
            ],
            options={
                "verbose_name": "beneficiaries reached",
                "verbose_name_plural": "beneficiaries reached",
                "ordering": ("group__code",),
            },
        ),
        migrations.CreateModel(
            name="ReportSubmission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sent_on", models.DateField(verbose_name="date sent")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("letter", "letter"),
                            ("email", "e-mail"),
                            ("hand", "by hand"),
                            ("register", "electronic register"),
                        ],
                        default="letter",
                        max_length=20,
                        verbose_name="channel",
                    ),
                ),
                ("protocol_no", models.CharField(max_length=60, verbose_name="outgoing protocol number")),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="recorded at")),
                (
                    "addressee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="monitoring.addressee",
                        verbose_name="addressee",
                    ),
                ),
            ],
            options={
                "verbose_name": "submission of a report",
                "verbose_name_plural": "submissions of reports",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="SubmissionReceipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("received_on", models.DateField(verbose_name="date received")),
                ("their_protocol_no", models.CharField(max_length=60, verbose_name="the addressee's protocol number")),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="recorded at")),
                (
                    "proof",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="operations.storedfile",
                        verbose_name="proof of receipt",
                    ),
                ),
                (
                    "submission",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipt",
                        to="monitoring.reportsubmission",
                    ),
                ),
            ],
            options={
                "verbose_name": "proof of receipt",
                "verbose_name_plural": "proofs of receipt",
            },
        ),
        migrations.CreateModel(
            name="ValueStateChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("step", models.CharField(max_length=40, verbose_name="step")),
                ("from_state", models.CharField(max_length=40, verbose_name="from")),
                ("to_state", models.CharField(max_length=40, verbose_name="to")),
                ("comment", models.TextField(blank=True, max_length=5000, verbose_name="comment")),
                ("happened_on", models.DateField(blank=True, null=True, verbose_name="legal date")),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="recorded at",
                    ),
                ),
                ("is_back_entry", models.BooleanField(default=False, verbose_name="entered afterwards")),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "value",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="state_changes",
                        to="monitoring.indicatorvalue",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of a value",
                "verbose_name_plural": "steps of values",
                "ordering": ("pk",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="YearlyReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("revision", models.PositiveSmallIntegerField(default=1, verbose_name="revision")),
                (
                    "revision_note",
                    models.TextField(blank=True, max_length=5000, verbose_name="what this revision corrects"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("in_review", "in internal review"),
                            ("validated", "validated"),
                            ("approved", "approved by the mayor"),
                            ("presented", "presented to the council"),
                            ("submitted", "submitted"),
                            ("published", "published"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("figures", models.JSONField(blank=True, editable=False, null=True, verbose_name="frozen figures")),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="monitoring.period"
                    ),
                ),
            ],
            options={
                "verbose_name": "monitoring report",
                "verbose_name_plural": "monitoring reports",
                "ordering": ("-period__starts_on", "-revision"),
            },
        ),
        migrations.AddField(
            model_name="reportsubmission",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="submissions", to="monitoring.yearlyreport"
            ),
        ),
        migrations.CreateModel(
            name="ReportStateChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("step", models.CharField(max_length=40, verbose_name="step")),
                ("from_state", models.CharField(max_length=40, verbose_name="from")),
                ("to_state", models.CharField(max_length=40, verbose_name="to")),
                ("comment", models.TextField(blank=True, max_length=5000, verbose_name="comment")),
                ("happened_on", models.DateField(blank=True, null=True, verbose_name="legal date")),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="recorded at",
                    ),
                ),
                ("is_back_entry", models.BooleanField(default=False, verbose_name="entered afterwards")),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="state_changes",
                        to="monitoring.yearlyreport",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of a report",
                "verbose_name_plural": "steps of reports",
                "ordering": ("pk",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReportSection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                (
                    "code",
                    models.CharField(
                        choices=[
                            ("summary", "Summary"),
                            ("method", "Period, method and data quality"),
                            ("context", "Changes in law, budget and offices"),
                            ("achieved", "What was achieved, what was not, and why"),
                            ("participation", "Participation and complaints"),
                            ("gender", "Gender"),
                            ("lessons", "Risks and lessons"),
                            ("changes", "Proposed changes to the plan"),
                        ],
                        max_length=20,
                        verbose_name="part",
                    ),
                ),
                ("body_sq", models.TextField(blank=True, max_length=200000, verbose_name="text (Albanian)")),
                ("body_en", models.TextField(blank=True, max_length=200000, verbose_name="text (English)")),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sections",
                        to="monitoring.yearlyreport",
                    ),
                ),
            ],
            options={
                "verbose_name": "part of a report",
                "verbose_name_plural": "parts of reports",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="ReportRecommendation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("text_sq", models.TextField(max_length=5000, verbose_name="recommendation (Albanian)")),
                ("text_en", models.TextField(blank=True, max_length=5000, verbose_name="recommendation (English)")),
                ("addressed_to", models.CharField(max_length=200, verbose_name="addressed to")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="deadline")),
                ("follow_up", models.TextField(blank=True, max_length=5000, verbose_name="what became of it")),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recommendations",
                        to="monitoring.yearlyreport",
                    ),
                ),
            ],
            options={
                "verbose_name": "recommendation of a report",
                "verbose_name_plural": "recommendations of reports",
                "ordering": ("pk",),
            },
        ),
        migrations.AddConstraint(
            model_name="period",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gt", models.F("starts_on"))),
                name="period_days_in_order",
                violation_error_message="The last day must come after the first day.",
            ),
        ),
        migrations.AddConstraint(
            model_name="period",
            constraint=models.CheckConstraint(
                condition=models.Q(("cut_off_on__gte", models.F("ends_on"))),
                name="period_cut_off_not_before_end",
                violation_error_message="The cut-off date cannot be before the last day of the period.",
            ),
        ),
        migrations.AddConstraint(
            model_name="period",
            constraint=models.UniqueConstraint(
                fields=("version", "starts_on", "ends_on"),
                name="period_once_per_version",
                violation_error_message="This period already exists for this plan.",
            ),
        ),
        migrations.AddConstraint(
            model_name="measureprogress",
            constraint=models.UniqueConstraint(fields=("period", "measure"), name="measure_progress_once_per_period"),
        ),
        migrations.AddConstraint(
            model_name="measureprogress",
            constraint=models.CheckConstraint(
                condition=models.Q(("share_done__lte", 100)),
                name="measure_progress_share_within_100",
                violation_error_message="The share done lies between 0 and 100 percent.",
            ),
        ),
        migrations.AddConstraint(
            model_name="measureprogress",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["not_started", "on_track", "delayed", "completed", "cancelled", "suspended"])
                ),
                name="measure_progress_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="measureprogress",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "completed"), _negated=True), ("share_done", 100), _connector="OR"
                ),
                name="measure_progress_completed_is_whole",
                violation_error_message="A completed measure is done to 100 percent.",
            ),
        ),
        migrations.AddConstraint(
            model_name="measureprogress",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["delayed", "cancelled", "suspended"]), _negated=True),
                    models.Q(("deviation", ""), _negated=True),
                    _connector="OR",
                ),
                name="measure_progress_deviation_explained",
                violation_error_message="Say why the measure is delayed, cancelled or suspended, in the field “deviation and its reason”.",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicatorvalue",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "submitted", "returned", "approved"])),
                name="indicator_value_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicatorvalue",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gte", 0)),
                name="indicator_value_not_negative",
                violation_error_message="A measured value cannot be negative.",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicatorvalue",
            constraint=models.UniqueConstraint(
                condition=models.Q(("corrects", None)),
                fields=("period", "indicator"),
                name="indicator_value_one_original_per_period",
                violation_error_message="This indicator already has a value in this period; enter a correction.",
            ),
        ),
        migrations.AddConstraint(
            model_name="budgetexecution",
            constraint=models.UniqueConstraint(
                fields=("period", "measure", "source"), name="budget_execution_once_per_source"
            ),
        ),
        migrations.AddConstraint(
            model_name="budgetexecution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("spent__lte", models.F("committed")), models.Q(("reason", ""), _negated=True), _connector="OR"
                ),
                name="budget_execution_spent_within_committed_or_explained",
                violation_error_message="More was spent than committed: give the reason.",
            ),
        ),
        migrations.AddConstraint(
            model_name="budgetexecution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("allocated__lte", 1000000000000), ("committed__lte", 1000000000000), ("spent__lte", 1000000000000)
                ),
                name="budget_execution_amounts_plausible",
                violation_error_message="An amount above one thousand billion lek cannot be right.",
            ),
        ),
        migrations.AddConstraint(
            model_name="beneficiarycount",
            constraint=models.UniqueConstraint(fields=("period", "group"), name="beneficiary_count_once_per_group"),
        ),
        migrations.AddConstraint(
            model_name="submissionreceipt",
            constraint=models.CheckConstraint(
                condition=models.Q(("their_protocol_no", ""), _negated=True),
                name="submission_receipt_has_protocol_no",
                violation_error_message="Enter the protocol number given by the addressee.",
            ),
        ),
        migrations.AddConstraint(
            model_name="yearlyreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["draft", "in_review", "validated", "approved", "presented", "submitted", "published"],
                    )
                ),
                name="yearly_report_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="yearlyreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", frozenset(["approved", "presented", "published", "submitted", "validated"])),
                        _negated=True,
                    ),
                    ("figures__isnull", False),
                    _connector="OR",
                ),
                name="yearly_report_frozen_from_validation",
            ),
        ),
        migrations.AddConstraint(
            model_name="yearlyreport",
            constraint=models.CheckConstraint(
                condition=models.Q(("revision", 1), models.Q(("revision_note", ""), _negated=True), _connector="OR"),
                name="yearly_report_revision_explained",
                violation_error_message="Say what this revision corrects.",
            ),
        ),
        migrations.AddConstraint(
            model_name="yearlyreport",
            constraint=models.UniqueConstraint(fields=("period", "revision"), name="yearly_report_revision_unique"),
        ),
        migrations.AddConstraint(
            model_name="reportsubmission",
            constraint=models.UniqueConstraint(
                fields=("report", "addressee"),
                name="report_submission_once_per_addressee",
                violation_error_message="The report was already sent to this addressee.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportsubmission",
            constraint=models.CheckConstraint(
                condition=models.Q(("protocol_no", ""), _negated=True),
                name="report_submission_has_protocol_no",
                violation_error_message="Enter the protocol number of the letter.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportsection",
            constraint=models.UniqueConstraint(fields=("report", "code"), name="report_section_once_per_report"),
        ),
        migrations.AddConstraint(
            model_name="reportsection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "code__in",
                        ["summary", "method", "context", "achieved", "participation", "gender", "lessons", "changes"],
                    )
                ),
                name="report_section_code_known",
            ),
        ),
    ]
