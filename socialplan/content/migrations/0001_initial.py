import uuid

import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import socialplan.content.models.history


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("assessments", "0001_initial"),
        ("consultations", "0001_initial"),
        ("municipality", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FundingSource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("code", models.CharField(max_length=8, unique=True, verbose_name="code")),
                ("name_sq", models.CharField(max_length=120, verbose_name="name (Albanian)")),
                ("name_en", models.CharField(blank=True, max_length=120, verbose_name="name (English)")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
            ],
            options={
                "verbose_name": "funding source",
                "verbose_name_plural": "funding sources",
                "ordering": ("position", "code"),
            },
        ),
        migrations.CreateModel(
            name="Indicator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="key")),
                ("revision", models.PositiveIntegerField(default=1, editable=False, verbose_name="revision")),
                ("position", models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name="position")),
                ("code", models.CharField(max_length=12, verbose_name="code")),
                ("title_sq", models.CharField(max_length=300, verbose_name="title (Albanian)")),
                ("title_en", models.CharField(blank=True, max_length=300, verbose_name="title (English)")),
                ("unit_label", models.CharField(max_length=40, verbose_name="unit (Albanian)")),
                (
                    "unit_label_en",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=40, verbose_name="unit (English)"
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[("UP", "should rise"), ("DOWN", "should fall"), ("KEEP", "should be kept")],
                        default="UP",
                        max_length=4,
                        verbose_name="direction",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("STOCK", "state at a date"),
                            ("FLOW", "flow in a period"),
                            ("CUM", "cumulative since the start"),
                            ("RATIO", "ratio"),
                        ],
                        default="FLOW",
                        max_length=5,
                        verbose_name="kind",
                    ),
                ),
                (
                    "baseline",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="baseline"
                    ),
                ),
                (
                    "baseline_year",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="year of the baseline"),
                ),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
                ("frequency", models.CharField(blank=True, max_length=40, verbose_name="frequency (Albanian)")),
                (
                    "frequency_en",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=40, verbose_name="frequency (English)"
                    ),
                ),
                ("responsible", models.CharField(blank=True, max_length=120, verbose_name="responsible")),
                ("disaggregation", models.CharField(blank=True, max_length=120, verbose_name="disaggregation")),
                (
                    "counts_people",
                    models.BooleanField(
                        default=False,
                        help_text="Its small values are protected when published.",
                        verbose_name="counts persons in need",
                    ),
                ),
                (
                    "is_protected",
                    models.BooleanField(
                        default=False,
                        help_text="The higher threshold for small numbers applies.",
                        verbose_name="about a protected group",
                    ),
                ),
                (
                    "hides_baseline",
                    models.BooleanField(
                        default=False,
                        help_text="Compulsory where the baseline counts so few persons that they could be recognised.",
                        verbose_name="keep the baseline out of the published plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "indicator",
                "verbose_name_plural": "indicators",
                "ordering": ("position", "pk"),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Measure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="key")),
                ("revision", models.PositiveIntegerField(default=1, editable=False, verbose_name="revision")),
                ("position", models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name="position")),
                ("code", models.CharField(max_length=12, verbose_name="code")),
                ("title_sq", models.CharField(max_length=300, verbose_name="title (Albanian)")),
                ("title_en", models.CharField(blank=True, max_length=300, verbose_name="title (English)")),
                (
                    "description_sq",
                    models.TextField(blank=True, max_length=10000, verbose_name="description (Albanian)"),
                ),
                (
                    "description_en",
                    models.TextField(blank=True, max_length=10000, verbose_name="description (English)"),
                ),
                ("partners", models.CharField(blank=True, max_length=300, verbose_name="partners")),
                (
                    "partners_en",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=300, verbose_name="partners (English)"
                    ),
                ),
                (
                    "gender_objective_sq",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        max_length=300,
                        verbose_name="gender objective (Albanian)",
                    ),
                ),
                (
                    "gender_objective_en",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        max_length=300,
                        verbose_name="gender objective (English)",
                    ),
                ),
                (
                    "women_share",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="share of the cost that benefits women (percent)"
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="deadline")),
                ("budget_programme", models.CharField(blank=True, max_length=8, verbose_name="budget programme")),
                (
                    "office",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measures",
                        to="municipality.office",
                        verbose_name="responsible office",
                    ),
                ),
            ],
            options={
                "verbose_name": "measure",
                "verbose_name_plural": "measures",
                "ordering": ("position", "pk"),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="NodeComment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "node_kind",
                    models.CharField(
                        choices=[
                            ("chapter", "chapter"),
                            ("goal", "strategic goal"),
                            ("objective", "specific objective"),
                            ("measure", "measure"),
                            ("indicator", "indicator"),
                            ("risk", "risk"),
                        ],
                        max_length=12,
                        verbose_name="kind of place",
                    ),
                ),
                ("node_key", models.UUIDField(verbose_name="place")),
                ("text", models.TextField(max_length=4000, verbose_name="comment")),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="recorded at",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
            ],
            options={
                "verbose_name": "comment",
                "verbose_name_plural": "comments",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="CommentSettlement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_resolved", models.BooleanField(verbose_name="resolved")),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="recorded at",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="settled by",
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settlements",
                        to="content.nodecomment",
                        verbose_name="comment",
                    ),
                ),
            ],
            options={
                "verbose_name": "settlement of a comment",
                "verbose_name_plural": "settlements of comments",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="OutlineChapter",
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
                    "kind",
                    models.CharField(
                        choices=[("plan", "social plan"), ("monitoring_strategy", "monitoring strategy")],
                        max_length=24,
                        verbose_name="document",
                    ),
                ),
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
                        violation_error_message="The outline of this document already has a chapter with this code.",
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
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                (
                    "kind",
                    models.CharField(
                        choices=[("plan", "social plan"), ("monitoring_strategy", "monitoring strategy")],
                        default="plan",
                        max_length=24,
                        verbose_name="kind",
                    ),
                ),
                ("title_sq", models.CharField(max_length=200, verbose_name="title (Albanian)")),
                ("title_en", models.CharField(blank=True, max_length=200, verbose_name="title (English)")),
                ("first_year", models.PositiveSmallIntegerField(verbose_name="first year")),
                ("last_year", models.PositiveSmallIntegerField(verbose_name="last year")),
                (
                    "assessment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans",
                        to="assessments.assessment",
                        verbose_name="needs assessment it rests on",
                    ),
                ),
                (
                    "follows",
                    models.ForeignKey(
                        blank=True,
                        help_text="Of a monitoring strategy: the plan whose goals, money and indicators its chapters can show.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followers",
                        to="content.plan",
                        verbose_name="plan it follows",
                    ),
                ),
            ],
            options={
                "verbose_name": "plan",
                "verbose_name_plural": "plans",
                "ordering": ("-first_year", "-kind", "pk"),
            },
        ),
        migrations.CreateModel(
            name="DispositionTarget",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("node_key", models.UUIDField(verbose_name="place in the plan")),
                (
                    "node_kind",
                    models.CharField(
                        choices=[
                            ("chapter", "chapter"),
                            ("goal", "strategic goal"),
                            ("objective", "specific objective"),
                            ("measure", "measure"),
                            ("indicator", "indicator"),
                            ("risk", "risk"),
                        ],
                        max_length=12,
                        verbose_name="kind of place",
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
                (
                    "disposition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="targets",
                        to="consultations.disposition",
                        verbose_name="answer",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disposition_targets",
                        to="content.plan",
                        verbose_name="plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "place where an answer is reflected",
                "verbose_name_plural": "places where answers are reflected",
            },
        ),
        migrations.CreateModel(
            name="PlanRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="round_links",
                        to="content.plan",
                        verbose_name="plan",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plan_links",
                        to="consultations.round",
                        verbose_name="consultation round",
                    ),
                ),
            ],
            options={
                "verbose_name": "consultation round of a plan",
                "verbose_name_plural": "consultation rounds of plans",
            },
        ),
        migrations.CreateModel(
            name="PlanVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("drafting", "drafting"),
                            ("in_consultation", "in consultation"),
                            ("in_review", "in review"),
                            ("approved", "approved for submission"),
                            ("before_council", "before the council"),
                            ("amended", "adopted with amendments"),
                            ("amending", "amendments being entered"),
                            ("adopted", "adopted"),
                            ("announced", "announced"),
                            ("in_force", "in force"),
                            ("superseded", "superseded"),
                            ("expired", "expired"),
                            ("rejected", "rejected"),
                            ("repealed", "repealed"),
                        ],
                        default="drafting",
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("draft", "drafted by the municipality"),
                            ("amendments", "text as amended by the council"),
                            ("reexamination", "returned to the council for re-examination"),
                        ],
                        db_default="draft",
                        default="draft",
                        max_length=16,
                        verbose_name="origin",
                    ),
                ),
                (
                    "derived_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="derivatives",
                        to="content.planversion",
                        verbose_name="derived from",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="content.plan",
                        verbose_name="plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "version of a plan",
                "verbose_name_plural": "versions of plans",
                "ordering": ("plan", "-number"),
            },
        ),
        migrations.CreateModel(
            name="PlanStateChange",
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
                ("content_sha256", models.CharField(blank=True, max_length=64, verbose_name="content hash")),
                ("source_document", models.CharField(blank=True, max_length=200, verbose_name="source document")),
                (
                    "transaction_number",
                    models.BigIntegerField(
                        db_default=socialplan.content.models.history.TransactionNumber(), editable=False
                    ),
                ),
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
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="state_changes",
                        to="content.planversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of a plan",
                "verbose_name_plural": "steps of plans",
                "ordering": ("pk",),
            },
        ),
        migrations.AddField(
            model_name="nodecomment",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="comments",
                to="content.planversion",
                verbose_name="written on version",
            ),
        ),
        migrations.CreateModel(
            name="MeasureUnit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="key")),
                ("revision", models.PositiveIntegerField(default=1, editable=False, verbose_name="revision")),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="unit_links",
                        to="content.measure",
                        verbose_name="measure",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measure_links",
                        to="municipality.administrativeunit",
                        verbose_name="administrative unit",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="content.planversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "unit a measure reaches",
                "verbose_name_plural": "units measures reach",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MeasureNeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="key")),
                ("revision", models.PositiveIntegerField(default=1, editable=False, verbose_name="revision")),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="need_links",
                        to="content.measure",
                        verbose_name="measure",
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measure_links",
                        to="assessments.need",
                        verbose_name="need",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="content.planversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "need a measure answers",
                "verbose_name_plural": "needs measures answer",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MeasureIndicator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="key")),
                ("revision", models.PositiveIntegerField(default=1, editable=False, verbose_name="revision")),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="measure_links",
                        to="content.indicator",
                        verbose_name="indicator",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="indicator_links",
                        to="content.measure",
                        verbose_name="measure",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="content.planversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "indicator of a measure",
                "verbose_name_plural": "indicators of measures",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MeasureGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="key")),
                ("revision", models.PositiveIntegerField(default=1, editable=False, verbose_name="revision")),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measure_links",
                        to="assessments.targetgroup",
                        verbose_name="group",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="group_links",
                        to="content.measure",
                        verbose_name="measure",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="content.planversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "group a measure serves",
                "verbose_name_plural": "groups measures serve",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MeasureCost",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="key")),
                ("revision", models.PositiveIntegerField(default=1, editable=False, verbose_name="revision")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                (
                    "amount",
                    models.PositiveBigIntegerField(
                        validators=[
                            django.core.validators.MaxValueValidator(
                                1000000000000,
                                "An amount is at most %(limit_value)s ALL; this one has too many digits.",
                            )
                        ],
                        verbose_name="cost (new lek, ALL)",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="costs",
                        to="content.measure",
                        verbose_name="measure",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="content.planversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "cost of a measure",
                "verbose_name_plural": "costs of measures",
                "ordering": ("measure", "year"),
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="measure",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="%(class)ss",
                to="content.planversion",
                verbose_name="version",
            ),
        ),
        migrations.CreateModel(
            name="IndicatorTarget",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="key")),
                ("revision", models.PositiveIntegerField(default=1, editable=False, verbose_name="revision")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("value", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="target")),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="targets",
                        to="content.indicator",
                        verbose_name="indicator",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="content.planversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "target of an indicator",
                "verbose_name_plural": "targets of indicators",
                "ordering": ("indicator", "year"),
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="indicator",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="%(class)ss",
                to="content.planversion",
                verbose_name="version",
            ),
        ),
        migrations.CreateModel(
            name="FundingLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="key")),
                ("revision", models.PositiveIntegerField(default=1, editable=False, verbose_name="revision")),
                (
                    "state",
                    models.CharField(
                        choices=[("secured", "secured"), ("applied", "applied for"), ("expected", "expected")],
                        default="expected",
                        max_length=12,
                        verbose_name="certainty",
                    ),
                ),
                (
                    "amount",
                    models.PositiveBigIntegerField(
                        validators=[
                            django.core.validators.MaxValueValidator(
                                1000000000000,
                                "An amount is at most %(limit_value)s ALL; this one has too many digits.",
                            )
                        ],
                        verbose_name="amount (new lek, ALL)",
                    ),
                ),
                (
                    "currency",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        help_text="Empty where the amount was given in ALL.",
                        max_length=3,
                        verbose_name="currency of the donor",
                    ),
                ),
                (
                    "original_amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="amount in that currency"
                    ),
                ),
                (
                    "rate",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=14, null=True, verbose_name="rate (ALL for one unit)"
                    ),
                ),
                ("rate_on", models.DateField(blank=True, null=True, verbose_name="date of the rate")),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="content.fundingsource",
                        verbose_name="source",
                    ),
                ),
                (
                    "cost",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="content.measurecost",
                        verbose_name="cost of the year",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="content.planversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "funding line",
                "verbose_name_plural": "funding lines",
                "ordering": ("cost", "source", "state"),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FindingAcceptance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=32, verbose_name="finding")),
                (
                    "place",
                    models.CharField(
                        help_text="The stable key of a row, or the code of a need or group.",
                        max_length=60,
                        verbose_name="place",
                    ),
                ),
                ("reason", models.TextField(max_length=2000, verbose_name="reason")),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="recorded at",
                    ),
                ),
                (
                    "accepted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="accepted by",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="finding_acceptances",
                        to="content.planversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "warning kept with a reason",
                "verbose_name_plural": "warnings kept with a reason",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="DataBlock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="key")),
                ("revision", models.PositiveIntegerField(default=1, editable=False, verbose_name="revision")),
                ("kind", models.CharField(max_length=24, verbose_name="kind")),
                ("figures", models.JSONField(default=list, verbose_name="figures")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="content.planversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "data block",
                "verbose_name_plural": "data blocks",
                "ordering": ("kind",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ContentSnapshot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(max_length=64, verbose_name="content hash")),
                ("canonical_json", models.TextField(verbose_name="content")),
                (
                    "taken_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name="taken at"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="snapshots",
                        to="content.planversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "content sent to review",
                "verbose_name_plural": "contents sent to review",
            },
        ),
        migrations.CreateModel(
            name="Chapter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="key")),
                ("revision", models.PositiveIntegerField(default=1, editable=False, verbose_name="revision")),
                ("code", models.CharField(max_length=8, verbose_name="code")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("title_sq", models.CharField(max_length=200, verbose_name="title (Albanian)")),
                ("title_en", models.CharField(blank=True, max_length=200, verbose_name="title (English)")),
                ("body_sq", models.TextField(blank=True, max_length=200000, verbose_name="text (Albanian)")),
                ("body_en", models.TextField(blank=True, max_length=200000, verbose_name="text (English)")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="content.planversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "chapter",
                "verbose_name_plural": "chapters",
                "ordering": ("position", django.db.models.functions.text.Length("code"), "code"),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ActWithdrawal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("happened_on", models.DateField(verbose_name="date")),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="recorded at",
                    ),
                ),
                ("is_back_entry", models.BooleanField(default=False, verbose_name="entered afterwards")),
                ("source_document", models.CharField(blank=True, max_length=200, verbose_name="source document")),
                ("kind", models.CharField(max_length=30, verbose_name="kind of act")),
                ("act_id", models.BigIntegerField(verbose_name="number of the act")),
                ("reason", models.TextField(max_length=2000, verbose_name="what was recorded wrongly")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawals",
                        to="content.planversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "withdrawal of an act",
                "verbose_name_plural": "withdrawals of acts",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="Risk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="key")),
                ("revision", models.PositiveIntegerField(default=1, editable=False, verbose_name="revision")),
                ("position", models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name="position")),
                ("code", models.CharField(max_length=8, verbose_name="code")),
                ("title_sq", models.CharField(max_length=300, verbose_name="risk (Albanian)")),
                ("title_en", models.CharField(blank=True, max_length=300, verbose_name="risk (English)")),
                (
                    "likelihood",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "low"), (2, "medium"), (3, "high")], default=2, verbose_name="likelihood"
                    ),
                ),
                (
                    "impact",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "low"), (2, "medium"), (3, "high")], default=2, verbose_name="impact"
                    ),
                ),
                ("response_sq", models.TextField(blank=True, max_length=2000, verbose_name="response (Albanian)")),
                ("response_en", models.TextField(blank=True, max_length=2000, verbose_name="response (English)")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="content.planversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "risk",
                "verbose_name_plural": "risks",
                "ordering": ("position", "pk"),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("canonical_json", models.TextField(verbose_name="content")),
                ("sha256", models.CharField(max_length=64, unique=True, verbose_name="content hash")),
                (
                    "sealed_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name="sealed at"
                    ),
                ),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seal",
                        to="content.planversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "seal",
                "verbose_name_plural": "seals",
            },
        ),
        migrations.CreateModel(
            name="SpecificObjective",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="key")),
                ("revision", models.PositiveIntegerField(default=1, editable=False, verbose_name="revision")),
                ("position", models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name="position")),
                ("code", models.CharField(max_length=8, verbose_name="code")),
                ("title_sq", models.CharField(max_length=300, verbose_name="title (Albanian)")),
                ("title_en", models.CharField(blank=True, max_length=300, verbose_name="title (English)")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="content.planversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "specific objective",
                "verbose_name_plural": "specific objectives",
                "ordering": ("position", "pk"),
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="measure",
            name="objective",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="measures",
                to="content.specificobjective",
                verbose_name="specific objective",
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="objective",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="indicators",
                to="content.specificobjective",
                verbose_name="specific objective",
            ),
        ),
        migrations.CreateModel(
            name="StrategicGoal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="key")),
                ("revision", models.PositiveIntegerField(default=1, editable=False, verbose_name="revision")),
                ("position", models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name="position")),
                ("code", models.CharField(max_length=8, verbose_name="code")),
                ("title_sq", models.CharField(max_length=300, verbose_name="title (Albanian)")),
                ("title_en", models.CharField(blank=True, max_length=300, verbose_name="title (English)")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="content.planversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "strategic goal",
                "verbose_name_plural": "strategic goals",
                "ordering": ("position", "pk"),
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="specificobjective",
            name="goal",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="objectives",
                to="content.strategicgoal",
                verbose_name="strategic goal",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_year__gte", models.F("first_year"))),
                name="plan_years_in_order",
                violation_error_message="The last year cannot come before the first year.",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(("first_year__gte", 2000), ("last_year__lte", 2100)),
                name="plan_years_plausible",
                violation_error_message="A plan lies between the years 2000 and 2100.",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["plan", "monitoring_strategy"])), name="plan_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(("follows", None), ("kind", "monitoring_strategy"), _connector="OR"),
                name="plan_only_strategy_follows",
                violation_error_message="Only a monitoring strategy follows a plan.",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispositiontarget",
            constraint=models.UniqueConstraint(fields=("disposition", "node_key"), name="dispositiontarget_once"),
        ),
        migrations.AddConstraint(
            model_name="dispositiontarget",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("node_kind__in", ["chapter", "goal", "objective", "measure", "indicator", "risk"])
                ),
                name="dispositiontarget_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="planround",
            constraint=models.UniqueConstraint(fields=("plan", "round"), name="planround_once"),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.UniqueConstraint(fields=("plan", "number"), name="planversion_number_once_per_plan"),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "in_force")), fields=("plan",), name="planversion_one_in_force_per_plan"
            ),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="planversion_number_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "drafting",
                            "in_consultation",
                            "in_review",
                            "approved",
                            "before_council",
                            "amended",
                            "amending",
                            "adopted",
                            "announced",
                            "in_force",
                            "superseded",
                            "expired",
                            "rejected",
                            "repealed",
                        ],
                    )
                ),
                name="planversion_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("origin__in", ["draft", "amendments", "reexamination"])),
                name="planversion_origin_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("origin", "draft"), ("derived_from__isnull", False), _connector="OR"),
                name="planversion_council_text_has_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("origin", "draft"), _negated=True),
                fields=("derived_from", "origin"),
                name="planversion_one_council_text_per_source",
            ),
        ),
        migrations.AddIndex(
            model_name="nodecomment",
            index=models.Index(fields=["node_key"], name="nodecomment_by_place"),
        ),
        migrations.AddConstraint(
            model_name="nodecomment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("node_kind__in", ["chapter", "goal", "objective", "measure", "indicator", "risk"])
                ),
                name="nodecomment_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="nodecomment",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True),
                name="nodecomment_has_text",
                violation_error_message="A comment says something.",
            ),
        ),
        migrations.AddConstraint(
            model_name="measureunit",
            constraint=models.UniqueConstraint(fields=("version", "key"), name="measureunit_key_once_per_version"),
        ),
        migrations.AddConstraint(
            model_name="measureunit",
            constraint=models.UniqueConstraint(fields=("measure", "unit"), name="measureunit_once"),
        ),
        migrations.AddConstraint(
            model_name="measureneed",
            constraint=models.UniqueConstraint(fields=("version", "key"), name="measureneed_key_once_per_version"),
        ),
        migrations.AddConstraint(
            model_name="measureneed",
            constraint=models.UniqueConstraint(fields=("measure", "need"), name="measureneed_once"),
        ),
        migrations.AddConstraint(
            model_name="measureindicator",
            constraint=models.UniqueConstraint(
                fields=("version", "key"), name="measureindicator_key_once_per_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="measureindicator",
            constraint=models.UniqueConstraint(fields=("measure", "indicator"), name="measureindicator_once"),
        ),
        migrations.AddConstraint(
            model_name="measuregroup",
            constraint=models.UniqueConstraint(fields=("version", "key"), name="measuregroup_key_once_per_version"),
        ),
        migrations.AddConstraint(
            model_name="measuregroup",
            constraint=models.UniqueConstraint(fields=("measure", "group"), name="measuregroup_once"),
        ),
        migrations.AddConstraint(
            model_name="measurecost",
            constraint=models.UniqueConstraint(fields=("version", "key"), name="measurecost_key_once_per_version"),
        ),
        migrations.AddConstraint(
            model_name="measurecost",
            constraint=models.UniqueConstraint(fields=("measure", "year"), name="measurecost_once_per_year"),
        ),
        migrations.AddConstraint(
            model_name="measurecost",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gte", 0)),
                name="measurecost_not_negative",
                violation_error_message="A measure cannot cost less than nothing.",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicatortarget",
            constraint=models.UniqueConstraint(fields=("version", "key"), name="indicatortarget_key_once_per_version"),
        ),
        migrations.AddConstraint(
            model_name="indicatortarget",
            constraint=models.UniqueConstraint(fields=("indicator", "year"), name="indicatortarget_once_per_year"),
        ),
        migrations.AddConstraint(
            model_name="fundingline",
            constraint=models.UniqueConstraint(fields=("version", "key"), name="fundingline_key_once_per_version"),
        ),
        migrations.AddConstraint(
            model_name="fundingline",
            constraint=models.UniqueConstraint(
                fields=("cost", "source", "state"),
                name="fundingline_source_and_state_once_per_cost",
                violation_error_message="This source already has a line of this certainty in the year.",
            ),
        ),
        migrations.AddConstraint(
            model_name="fundingline",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)),
                name="fundingline_positive",
                violation_error_message="A funding line carries an amount above nothing.",
            ),
        ),
        migrations.AddConstraint(
            model_name="fundingline",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["secured", "applied", "expected"])), name="fundingline_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="fundingline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("currency", ""), ("original_amount", None), ("rate", None), ("rate_on", None)),
                    models.Q(
                        ("currency__regex", "^[A-Z]{3}$"),
                        ("original_amount__gt", 0),
                        ("rate__gt", 0),
                        ("rate_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="fundingline_currency_whole_or_absent",
                violation_error_message="An amount in another currency needs currency, amount, rate and date.",
            ),
        ),
        migrations.AddConstraint(
            model_name="fundingline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("currency", ""),
                    models.Q(
                        (
                            "amount__gte",
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.functions.comparison.Cast(
                                        "original_amount", models.DecimalField(decimal_places=2, max_digits=16)
                                    ),
                                    "*",
                                    django.db.models.functions.comparison.Cast(
                                        "rate", models.DecimalField(decimal_places=6, max_digits=14)
                                    ),
                                ),
                                "-",
                                models.Value(1),
                            ),
                        ),
                        (
                            "amount__lte",
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.functions.comparison.Cast(
                                        "original_amount", models.DecimalField(decimal_places=2, max_digits=16)
                                    ),
                                    "*",
                                    django.db.models.functions.comparison.Cast(
                                        "rate", models.DecimalField(decimal_places=6, max_digits=14)
                                    ),
                                ),
                                "+",
                                models.Value(1),
                            ),
                        ),
                    ),
                    _connector="OR",
                ),
                name="fundingline_amount_follows_rate",
                violation_error_message="The amount in ALL is the donor's amount times the rate.",
            ),
        ),
        migrations.AddConstraint(
            model_name="findingacceptance",
            constraint=models.UniqueConstraint(
                fields=("version", "code", "place"),
                name="findingacceptance_once",
                violation_error_message="The reason for this warning is already recorded.",
            ),
        ),
        migrations.AddConstraint(
            model_name="findingacceptance",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="findingacceptance_has_reason",
                violation_error_message="A warning is kept only with a reason.",
            ),
        ),
        migrations.AddConstraint(
            model_name="datablock",
            constraint=models.UniqueConstraint(fields=("version", "key"), name="datablock_key_once_per_version"),
        ),
        migrations.AddConstraint(
            model_name="datablock",
            constraint=models.UniqueConstraint(fields=("version", "kind"), name="datablock_kind_once_per_version"),
        ),
        migrations.AddConstraint(
            model_name="contentsnapshot",
            constraint=models.UniqueConstraint(fields=("version", "sha256"), name="contentsnapshot_once_per_content"),
        ),
        migrations.AddConstraint(
            model_name="contentsnapshot",
            constraint=models.CheckConstraint(
                condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="contentsnapshot_hash_well_formed"
            ),
        ),
        migrations.AddConstraint(
            model_name="chapter",
            constraint=models.UniqueConstraint(fields=("version", "key"), name="chapter_key_once_per_version"),
        ),
        migrations.AddConstraint(
            model_name="chapter",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("version", "code"),
                name="chapter_code_once_per_version",
                violation_error_message="This version already has a chapter with this code.",
            ),
        ),
        migrations.AddConstraint(
            model_name="actwithdrawal",
            constraint=models.UniqueConstraint(fields=("kind", "act_id"), name="actwithdrawal_once_per_act"),
        ),
        migrations.AddConstraint(
            model_name="actwithdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="actwithdrawal_has_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="risk",
            constraint=models.UniqueConstraint(fields=("version", "key"), name="risk_key_once_per_version"),
        ),
        migrations.AddConstraint(
            model_name="risk",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("version", "code"),
                name="risk_code_once_per_version",
                violation_error_message="This version already has a risk with this code.",
            ),
        ),
        migrations.AddConstraint(
            model_name="risk",
            constraint=models.CheckConstraint(
                condition=models.Q(("impact__in", [1, 2, 3]), ("likelihood__in", [1, 2, 3])), name="risk_levels_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="seal",
            constraint=models.CheckConstraint(
                condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="seal_hash_well_formed"
            ),
        ),
        migrations.AddConstraint(
            model_name="measure",
            constraint=models.UniqueConstraint(fields=("version", "key"), name="measure_key_once_per_version"),
        ),
        migrations.AddConstraint(
            model_name="measure",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("version", "code"),
                name="measure_code_once_per_version",
                violation_error_message="This version already has a measure with this code.",
            ),
        ),
        migrations.AddConstraint(
            model_name="measure",
            constraint=models.CheckConstraint(
                condition=models.Q(("women_share", None), ("women_share__lte", 100), _connector="OR"),
                name="measure_women_share_within_100",
                violation_error_message="A share is at most 100 percent.",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.UniqueConstraint(fields=("version", "key"), name="indicator_key_once_per_version"),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("version", "code"),
                name="indicator_code_once_per_version",
                violation_error_message="This version already has an indicator with this code.",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(("direction__in", ["UP", "DOWN", "KEEP"])), name="indicator_direction_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["STOCK", "FLOW", "CUM", "RATIO"])), name="indicator_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="strategicgoal",
            constraint=models.UniqueConstraint(fields=("version", "key"), name="strategicgoal_key_once_per_version"),
        ),
        migrations.AddConstraint(
            model_name="strategicgoal",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("version", "code"),
                name="strategicgoal_code_once_per_version",
                violation_error_message="This version already has a goal with this code.",
            ),
        ),
        migrations.AddConstraint(
            model_name="specificobjective",
            constraint=models.UniqueConstraint(
                fields=("version", "key"), name="specificobjective_key_once_per_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="specificobjective",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("version", "code"),
                name="specificobjective_code_once_per_version",
                violation_error_message="This version already has an objective with this code.",
            ),
        ),
    ]
