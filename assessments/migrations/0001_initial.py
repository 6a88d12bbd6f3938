import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("municipality", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Assessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("title_sq", models.CharField(max_length=200, verbose_name="title (Albanian)")),
                ("title_en", models.CharField(blank=True, max_length=200, verbose_name="title (English)")),
                ("starts_on", models.DateField(verbose_name="first day of the period")),
                ("ends_on", models.DateField(verbose_name="last day of the period")),
                ("method_sq", models.TextField(blank=True, max_length=20000, verbose_name="method (Albanian)")),
                ("method_en", models.TextField(blank=True, max_length=20000, verbose_name="method (English)")),
                ("sources_sq", models.TextField(blank=True, max_length=20000, verbose_name="sources (Albanian)")),
                ("sources_en", models.TextField(blank=True, max_length=20000, verbose_name="sources (English)")),
                ("limits_sq", models.TextField(blank=True, max_length=20000, verbose_name="limits (Albanian)")),
                ("limits_en", models.TextField(blank=True, max_length=20000, verbose_name="limits (English)")),
                ("legal_basis", models.CharField(blank=True, max_length=500, verbose_name="legal basis")),
                (
                    "state",
                    models.CharField(
                        choices=[("drafting", "drafting"), ("verified", "verified"), ("published", "published")],
                        default="drafting",
                        editable=False,
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                (
                    "weight_severity",
                    models.PositiveSmallIntegerField(
                        default=30,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="weight of severity (percent)",
                    ),
                ),
                (
                    "weight_gap",
                    models.PositiveSmallIntegerField(
                        default=25,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="weight of the gap (percent)",
                    ),
                ),
                (
                    "weight_size",
                    models.PositiveSmallIntegerField(
                        default=20,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="weight of the size (percent)",
                    ),
                ),
                (
                    "weight_voice",
                    models.PositiveSmallIntegerField(
                        default=15,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="weight of the consultations (percent)",
                    ),
                ),
                (
                    "weight_legal",
                    models.PositiveSmallIntegerField(
                        default=10,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="weight of the legal duty (percent)",
                    ),
                ),
            ],
            options={
                "verbose_name": "assessment",
                "verbose_name_plural": "assessments",
                "ordering": ["-starts_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="assessment_dates_in_order",
                        violation_error_message="The period ends before it begins.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["drafting", "verified", "published"])),
                        name="assessment_state_known",
                        violation_error_message="This state does not exist.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "weight_severity",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                models.Value(100), "-", models.F("weight_gap")
                                            ),
                                            "-",
                                            models.F("weight_size"),
                                        ),
                                        "-",
                                        models.F("weight_voice"),
                                    ),
                                    "-",
                                    models.F("weight_legal"),
                                ),
                            )
                        ),
                        name="assessment_weights_make_100",
                        violation_error_message="The five weights together make 100 percent.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AssessmentStateChange",
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
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="state_changes",
                        to="assessments.assessment",
                        verbose_name="assessment",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of an assessment",
                "verbose_name_plural": "steps of assessments",
                "ordering": ("pk",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ServiceType",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("code", models.SlugField(max_length=20, unique=True, verbose_name="code")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("presocial", "pre-social"),
                            ("community", "community"),
                            ("residential", "residential and specialised"),
                        ],
                        max_length=12,
                        verbose_name="family of services",
                    ),
                ),
                ("name_sq", models.CharField(max_length=200, verbose_name="name (Albanian)")),
                ("name_en", models.CharField(blank=True, max_length=200, verbose_name="name (English)")),
                ("is_official", models.BooleanField(default=True, verbose_name="in the official typology")),
                ("legal_basis", models.CharField(blank=True, max_length=500, verbose_name="legal basis")),
                (
                    "order",
                    models.PositiveSmallIntegerField(
                        default=0, validators=[django.core.validators.MinValueValidator(0)], verbose_name="order"
                    ),
                ),
                (
                    "nearest",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="variants",
                        to="assessments.servicetype",
                        verbose_name="nearest official type",
                    ),
                ),
            ],
            options={
                "verbose_name": "type of service",
                "verbose_name_plural": "types of service",
                "ordering": ["order", "code"],
            },
        ),
        migrations.CreateModel(
            name="Service",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="code")),
                ("name_sq", models.CharField(max_length=200, verbose_name="name (Albanian)")),
                ("name_en", models.CharField(blank=True, max_length=200, verbose_name="name (English)")),
                (
                    "provider_type",
                    models.CharField(
                        choices=[
                            ("municipal", "municipality"),
                            ("state", "state"),
                            ("ngo", "non-profit organisation"),
                            ("private", "private"),
                            ("religious", "religious"),
                        ],
                        max_length=12,
                        verbose_name="kind of provider",
                    ),
                ),
                ("provider", models.CharField(blank=True, max_length=200, verbose_name="provider")),
                (
                    "age_from",
                    models.PositiveSmallIntegerField(
                        default=0, validators=[django.core.validators.MaxValueValidator(120)], verbose_name="age from"
                    ),
                ),
                (
                    "age_to",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(120)],
                        verbose_name="age to",
                    ),
                ),
                (
                    "sex",
                    models.CharField(
                        choices=[("all", "all"), ("women", "women"), ("men", "men")],
                        default="all",
                        max_length=5,
                        verbose_name="sex served",
                    ),
                ),
                (
                    "is_undisclosed",
                    models.BooleanField(
                        default=False,
                        help_text="For shelters and the like: only municipal staff see the unit, and no address is kept.",
                        verbose_name="place is undisclosed",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="address")),
                ("capacity", models.PositiveIntegerField(verbose_name="capacity (places or cases)")),
                ("users", models.PositiveIntegerField(default=0, verbose_name="present users")),
                (
                    "users_women",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="of these women and girls"),
                ),
                (
                    "users_men",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="of these men and boys"),
                ),
                ("waiting", models.PositiveIntegerField(default=0, verbose_name="on the waiting list")),
                ("opening_hours", models.CharField(blank=True, max_length=200, verbose_name="opening hours")),
                (
                    "staff_fte",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=6,
                        null=True,
                        verbose_name="staff (full-time equivalents)",
                    ),
                ),
                (
                    "licence_kind",
                    models.CharField(
                        choices=[
                            ("residential", "residential care"),
                            ("community", "community and day care"),
                            ("not_applicable", "not applicable"),
                        ],
                        default="not_applicable",
                        max_length=14,
                        verbose_name="kind of licence",
                    ),
                ),
                (
                    "licence_state",
                    models.CharField(
                        choices=[
                            ("held", "licensed"),
                            ("pending", "applied for"),
                            ("none", "no licence"),
                            ("not_required", "no licence needed"),
                        ],
                        default="none",
                        max_length=12,
                        verbose_name="licence",
                    ),
                ),
                ("licence_number", models.CharField(blank=True, max_length=60, verbose_name="number of the licence")),
                ("licence_until", models.DateField(blank=True, null=True, verbose_name="licence valid until")),
                ("standard", models.CharField(blank=True, max_length=200, verbose_name="standard applied")),
                ("inspected_on", models.DateField(blank=True, null=True, verbose_name="last inspection")),
                (
                    "annual_cost",
                    models.PositiveBigIntegerField(blank=True, null=True, verbose_name="annual cost (new lek, ALL)"),
                ),
                ("funding", models.CharField(blank=True, max_length=200, verbose_name="sources of funding")),
                ("donor_until", models.DateField(blank=True, null=True, verbose_name="donor funding ends")),
                ("referral_path", models.TextField(blank=True, max_length=2000, verbose_name="way of referral")),
                ("accessibility", models.CharField(blank=True, max_length=300, verbose_name="accessibility")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("active", "active"),
                            ("planned", "planned"),
                            ("suspended", "suspended"),
                            ("closed", "closed"),
                        ],
                        default="active",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("source", models.CharField(max_length=300, verbose_name="source")),
                ("source_on", models.DateField(verbose_name="date of the source")),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services",
                        to="accounts.organisation",
                        verbose_name="organisation of the provider",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services",
                        to="municipality.administrativeunit",
                        verbose_name="administrative unit",
                    ),
                ),
                (
                    "service_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services",
                        to="assessments.servicetype",
                        verbose_name="type of service",
                    ),
                ),
            ],
            options={
                "verbose_name": "service",
                "verbose_name_plural": "services",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="AssessedService",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_undisclosed", models.BooleanField(verbose_name="place is undisclosed")),
                ("capacity", models.PositiveIntegerField(verbose_name="capacity (places or cases)")),
                ("users", models.PositiveIntegerField(verbose_name="present users")),
                ("waiting", models.PositiveIntegerField(verbose_name="on the waiting list")),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipality.administrativeunit",
                        verbose_name="administrative unit",
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assessed_services",
                        to="assessments.assessment",
                        verbose_name="assessment",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessed",
                        to="assessments.service",
                        verbose_name="service",
                    ),
                ),
                (
                    "service_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assessments.servicetype",
                        verbose_name="type of service",
                    ),
                ),
            ],
            options={
                "verbose_name": "service of an edition",
                "verbose_name_plural": "services of editions",
                "ordering": ["service__code"],
            },
        ),
        migrations.CreateModel(
            name="TargetGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("code", models.SlugField(max_length=20, unique=True, verbose_name="code")),
                ("name_sq", models.CharField(max_length=200, verbose_name="name (Albanian)")),
                ("name_en", models.CharField(blank=True, max_length=200, verbose_name="name (English)")),
                (
                    "is_protected",
                    models.BooleanField(
                        default=False,
                        help_text="Small numbers of this group are hidden from a higher bound.",
                        verbose_name="protected group",
                    ),
                ),
                (
                    "base_count",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="persons in need, base"),
                ),
                ("base_source", models.CharField(blank=True, max_length=300, verbose_name="source of the base")),
                ("legal_basis", models.CharField(blank=True, max_length=500, verbose_name="legal basis")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "group in need",
                "verbose_name_plural": "groups in need",
                "ordering": ["order", "code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("base_count", None), models.Q(("base_source", ""), _negated=True), _connector="OR"
                        ),
                        name="group_base_has_source",
                        violation_error_message="A number of persons needs its source.",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="service",
            name="groups",
            field=models.ManyToManyField(
                blank=True,
                help_text="None chosen means all groups.",
                related_name="services",
                to="assessments.targetgroup",
                verbose_name="groups",
            ),
        ),
        migrations.CreateModel(
            name="Need",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("code", models.CharField(max_length=20, verbose_name="code")),
                ("name_sq", models.CharField(max_length=300, verbose_name="need (Albanian)")),
                ("name_en", models.CharField(blank=True, max_length=300, verbose_name="need (English)")),
                ("problem_sq", models.TextField(blank=True, max_length=20000, verbose_name="problem (Albanian)")),
                ("problem_en", models.TextField(blank=True, max_length=20000, verbose_name="problem (English)")),
                ("indicator_sq", models.CharField(max_length=300, verbose_name="indicator (Albanian)")),
                ("indicator_en", models.CharField(blank=True, max_length=300, verbose_name="indicator (English)")),
                ("unit_label_sq", models.CharField(max_length=60, verbose_name="counted in (Albanian)")),
                ("unit_label_en", models.CharField(blank=True, max_length=60, verbose_name="counted in (English)")),
                (
                    "counts_persons",
                    models.BooleanField(
                        default=True,
                        help_text="Then small values are hidden from the public; buildings and ratios are not.",
                        verbose_name="the estimate counts persons or households",
                    ),
                ),
                ("estimate_low", models.PositiveIntegerField(blank=True, null=True, verbose_name="estimate, low")),
                ("estimate", models.PositiveIntegerField(verbose_name="estimate")),
                ("estimate_high", models.PositiveIntegerField(blank=True, null=True, verbose_name="estimate, high")),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1990),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="year of the estimate",
                    ),
                ),
                ("source", models.CharField(max_length=300, verbose_name="source")),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("register", "register"),
                            ("survey", "survey"),
                            ("estimate", "estimate"),
                            ("focus_group", "focus group"),
                            ("census", "census"),
                        ],
                        default="register",
                        max_length=12,
                        verbose_name="method",
                    ),
                ),
                (
                    "quality",
                    models.CharField(
                        choices=[("A", "A – verified"), ("B", "B – administrative"), ("C", "C – estimate")],
                        default="C",
                        max_length=1,
                        verbose_name="quality",
                    ),
                ),
                (
                    "severity",
                    models.PositiveSmallIntegerField(
                        help_text="5 is danger to life or freedom, or irreversible harm to a child.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="severity (1–5)",
                    ),
                ),
                ("affected", models.PositiveIntegerField(verbose_name="persons affected")),
                ("covered", models.PositiveIntegerField(default=0, verbose_name="persons covered by services")),
                (
                    "legal_duty",
                    models.CharField(
                        choices=[
                            ("none", "no legal duty"),
                            ("shared", "shared duty"),
                            ("full", "duty of the municipality"),
                        ],
                        default="none",
                        max_length=8,
                        verbose_name="legal duty",
                    ),
                ),
                ("legal_basis", models.CharField(blank=True, max_length=500, verbose_name="legal basis")),
                (
                    "voice_score",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        editable=False,
                        max_digits=4,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="share of consultations that raised it (percent)",
                    ),
                ),
                (
                    "override_rank",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="rank set by decision",
                    ),
                ),
                ("override_reason", models.TextField(blank=True, max_length=2000, verbose_name="reason for it")),
                ("override_body", models.CharField(blank=True, max_length=200, verbose_name="body that decided it")),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="needs",
                        to="assessments.assessment",
                        verbose_name="assessment",
                    ),
                ),
                (
                    "units",
                    models.ManyToManyField(
                        blank=True,
                        help_text="None chosen means the whole municipality.",
                        related_name="needs",
                        to="municipality.administrativeunit",
                        verbose_name="administrative units",
                    ),
                ),
                (
                    "service_types",
                    models.ManyToManyField(
                        blank=True,
                        related_name="needs",
                        to="assessments.servicetype",
                        verbose_name="types of service that answer it",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="needs",
                        to="assessments.targetgroup",
                        verbose_name="group",
                    ),
                ),
            ],
            options={
                "verbose_name": "need",
                "verbose_name_plural": "needs",
                "ordering": ["code", "pk"],
            },
        ),
        migrations.CreateModel(
            name="DataPoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("definition_sq", models.CharField(max_length=300, verbose_name="what is counted (Albanian)")),
                (
                    "definition_en",
                    models.CharField(blank=True, max_length=300, verbose_name="what is counted (English)"),
                ),
                ("value", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="value")),
                ("unit_label_sq", models.CharField(max_length=60, verbose_name="counted in (Albanian)")),
                ("unit_label_en", models.CharField(blank=True, max_length=60, verbose_name="counted in (English)")),
                ("counts_persons", models.BooleanField(default=True, verbose_name="counts persons or households")),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(verbose_name="to (or the reference day)")),
                (
                    "sex",
                    models.CharField(
                        choices=[("all", "all"), ("women", "women"), ("men", "men")],
                        default="all",
                        max_length=5,
                        verbose_name="sex",
                    ),
                ),
                (
                    "age_from",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(120)],
                        verbose_name="age from",
                    ),
                ),
                (
                    "age_to",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(120)],
                        verbose_name="age to",
                    ),
                ),
                ("source", models.CharField(max_length=300, verbose_name="source")),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("register", "register"),
                            ("survey", "survey"),
                            ("estimate", "estimate"),
                            ("focus_group", "focus group"),
                            ("census", "census"),
                        ],
                        max_length=12,
                        verbose_name="method",
                    ),
                ),
                (
                    "quality",
                    models.CharField(
                        choices=[("A", "A – verified"), ("B", "B – administrative"), ("C", "C – estimate")],
                        max_length=1,
                        verbose_name="quality",
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="data_points",
                        to="assessments.assessment",
                        verbose_name="assessment",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="entered by",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        help_text="None means the whole municipality.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="data_points",
                        to="municipality.administrativeunit",
                        verbose_name="administrative unit",
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="verified by",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="data_points",
                        to="assessments.targetgroup",
                        verbose_name="group",
                    ),
                ),
            ],
            options={
                "verbose_name": "figure",
                "verbose_name_plural": "figures",
                "ordering": ["definition_sq", "ends_on", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="servicetype",
            constraint=models.CheckConstraint(
                condition=models.Q(("level__in", ["presocial", "community", "residential"])),
                name="service_type_level_known",
                violation_error_message="This family of services does not exist.",
            ),
        ),
        migrations.AddConstraint(
            model_name="servicetype",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("is_official", True), ("nearest", None)),
                    models.Q(("is_official", False), ("nearest__isnull", False)),
                    _connector="OR",
                ),
                name="service_type_other_names_nearest_official",
                violation_error_message="A type outside the typology names its nearest official type; others do not.",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessedservice",
            constraint=models.UniqueConstraint(
                fields=("assessment", "service"),
                name="assessed_service_once_per_assessment",
                violation_error_message="This service already stands in the edition.",
            ),
        ),
        migrations.AddConstraint(
            model_name="service",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_undisclosed", False),
                    models.Q(("address", ""), ("opening_hours", ""), ("referral_path", "")),
                    _connector="OR",
                ),
                name="service_undisclosed_keeps_no_address",
                violation_error_message="An undisclosed service keeps no address, opening hours or way of referral here.",
            ),
        ),
        migrations.AddConstraint(
            model_name="service",
            constraint=models.CheckConstraint(
                condition=models.Q(("age_to", None), ("age_to__gte", models.F("age_from")), _connector="OR"),
                name="service_ages_in_order",
                violation_error_message="The upper age is below the lower age.",
            ),
        ),
        migrations.AddConstraint(
            model_name="service",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("users_women", None),
                    ("users_men", None),
                    (
                        "users__gte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("users_women"), "+", models.F("users_men")
                        ),
                    ),
                    _connector="OR",
                ),
                name="service_sexes_not_above_users",
                violation_error_message="Women and men together are more than all users.",
            ),
        ),
        migrations.AddConstraint(
            model_name="service",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("licence_kind__in", ["residential", "community", "not_applicable"]),
                    ("licence_state__in", ["held", "pending", "none", "not_required"]),
                    ("provider_type__in", ["municipal", "state", "ngo", "private", "religious"]),
                    ("sex__in", ["all", "women", "men"]),
                    ("status__in", ["active", "planned", "suspended", "closed"]),
                ),
                name="service_choices_known",
                violation_error_message="Provider, licence, status and sex are chosen from their lists.",
            ),
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.UniqueConstraint(
                fields=("assessment", "code"),
                name="need_code_once_per_assessment",
                violation_error_message="This assessment already has a need with this code.",
            ),
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("estimate_low", None), ("estimate_low__lte", models.F("estimate")), _connector="OR"),
                    models.Q(("estimate_high", None), ("estimate_high__gte", models.F("estimate")), _connector="OR"),
                ),
                name="need_estimate_between_low_and_high",
                violation_error_message="The estimate lies between the low and the high value.",
            ),
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.CheckConstraint(
                condition=models.Q(("covered__lte", models.F("affected"))),
                name="need_covered_not_above_affected",
                violation_error_message="More persons are covered than affected.",
            ),
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.CheckConstraint(
                condition=models.Q(("severity__gte", 1), ("severity__lte", 5)),
                name="need_severity_from_one_to_five",
                violation_error_message="The severity is a number from 1 to 5.",
            ),
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("legal_duty__in", ["none", "shared", "full"]),
                    ("method__in", ["register", "survey", "estimate", "focus_group", "census"]),
                    ("quality__in", ["A", "B", "C"]),
                ),
                name="need_quality_known",
                violation_error_message="Quality, method and legal duty are chosen from their lists.",
            ),
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("voice_score", None),
                    models.Q(("voice_score__gte", 0), ("voice_score__lte", 100)),
                    _connector="OR",
                ),
                name="need_voice_within_100",
                violation_error_message="A share lies between 0 and 100 percent.",
            ),
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("legal_duty", "none"), models.Q(("legal_basis", ""), _negated=True), _connector="OR"
                ),
                name="need_duty_names_its_law",
                violation_error_message="A legal duty names its law.",
            ),
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("override_body", ""), ("override_rank", None), ("override_reason", "")),
                    models.Q(
                        ("override_rank__gte", 1),
                        models.Q(("override_reason", ""), _negated=True),
                        models.Q(("override_body", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="need_override_has_reason_and_body",
                violation_error_message="A rank set by decision needs its reason and the body that decided it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="datapoint",
            constraint=models.UniqueConstraint(
                fields=(
                    "assessment",
                    "definition_sq",
                    "starts_on",
                    "ends_on",
                    "unit",
                    "sex",
                    "age_from",
                    "age_to",
                    "group",
                ),
                name="data_point_once",
                nulls_distinct=False,
                violation_error_message="This figure is already entered for the same place, time and group.",
            ),
        ),
        migrations.AddConstraint(
            model_name="datapoint",
            constraint=models.CheckConstraint(
                condition=models.Q(("value__gte", 0)),
                name="data_point_not_negative",
                violation_error_message="A figure is not negative.",
            ),
        ),
        migrations.AddConstraint(
            model_name="datapoint",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                name="data_point_dates_in_order",
                violation_error_message="The period ends before it begins.",
            ),
        ),
        migrations.AddConstraint(
            model_name="datapoint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("age_from", None), ("age_to", None), ("age_to__gte", models.F("age_from")), _connector="OR"
                ),
                name="data_point_ages_in_order",
                violation_error_message="The upper age is below the lower age.",
            ),
        ),
        migrations.AddConstraint(
            model_name="datapoint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("quality", "A"), _negated=True), ("verified_by__isnull", False), _connector="OR"
                ),
                name="data_point_grade_a_is_verified",
                violation_error_message="Quality A needs somebody who verified the figure.",
            ),
        ),
        migrations.AddConstraint(
            model_name="datapoint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("verified_by", None),
                    models.Q(("verified_by", models.F("entered_by")), _negated=True),
                    _connector="OR",
                ),
                name="data_point_verified_by_somebody_else",
                violation_error_message="A figure is verified by somebody else than who entered it.",
            ),
        ),
    ]
