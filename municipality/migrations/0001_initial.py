import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Office",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("code", models.SlugField(max_length=20, unique=True, verbose_name="code")),
                ("name_sq", models.CharField(max_length=200, verbose_name="name (Albanian)")),
                ("name_en", models.CharField(blank=True, max_length=200, verbose_name="name (English)")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("mayor", "mayor"),
                            ("council", "council"),
                            ("directorate", "directorate"),
                            ("sector", "sector"),
                            ("officer", "officer"),
                        ],
                        default="directorate",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("is_active", models.BooleanField(default=True, verbose_name="exists today")),
            ],
            options={
                "verbose_name": "office",
                "verbose_name_plural": "offices",
                "ordering": ["order", "code"],
            },
        ),
        migrations.CreateModel(
            name="AdministrativeUnit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("code", models.SlugField(max_length=20, unique=True, verbose_name="code")),
                ("name_sq", models.CharField(max_length=200, verbose_name="name (Albanian)")),
                ("name_en", models.CharField(blank=True, max_length=200, verbose_name="name (English)")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("population", models.PositiveIntegerField(blank=True, null=True, verbose_name="population")),
                (
                    "population_year",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="year of the count"),
                ),
                (
                    "population_source",
                    models.CharField(blank=True, max_length=300, verbose_name="source and definition of the count"),
                ),
            ],
            options={
                "verbose_name": "administrative unit",
                "verbose_name_plural": "administrative units",
                "ordering": ["order", "code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("population", None),
                            models.Q(
                                ("population_year__isnull", False), models.Q(("population_source", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="unit_population_has_year_and_source",
                        violation_error_message="A population needs its year and its source.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("day", models.DateField(verbose_name="day")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("holiday", "official holiday"),
                            ("extra_day_off", "extra day off"),
                            ("working_saturday", "working Saturday"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("name_sq", models.CharField(max_length=200, verbose_name="name (Albanian)")),
                ("name_en", models.CharField(blank=True, max_length=200, verbose_name="name (English)")),
                (
                    "territory",
                    models.SlugField(
                        blank=True,
                        help_text="Empty means the whole country.",
                        max_length=40,
                        verbose_name="territory code",
                    ),
                ),
                ("legal_basis", models.CharField(max_length=300, verbose_name="legal basis")),
                (
                    "is_proclaimed_yearly",
                    models.BooleanField(
                        default=False,
                        help_text="The date is announced each year; it is never computed here.",
                        verbose_name="proclaimed yearly",
                    ),
                ),
            ],
            options={
                "verbose_name": "calendar day",
                "verbose_name_plural": "calendar days",
                "ordering": ["day", "territory"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("day", "territory"),
                        name="calendar_day_once_per_territory",
                        violation_error_message="This day is already in the calendar.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "working_saturday"), _negated=True),
                            ("day__iso_week_day", 6),
                            _connector="OR",
                        ),
                        name="calendar_working_saturday_is_a_saturday",
                        violation_error_message="A working Saturday falls on a Saturday.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DeadlineRule",
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
                    "code",
                    models.CharField(
                        choices=[
                            ("prior_notice", "Prior notice: time for views"),
                            ("consultation", "Public consultation"),
                            ("consultation_complex", "Public consultation of a complex act"),
                            ("complaint", "Complaint to the Commissioner"),
                            ("council_notice", "Notice of a council meeting"),
                            ("announcement", "Announcement of a council decision"),
                            ("entry_into_force", "Entry into force"),
                            ("prefect_deposit", "Deposit with the prefect"),
                            ("prefect_opinion", "Opinion of the prefect"),
                            ("mayor_report", "Report of the mayor to the council"),
                        ],
                        max_length=40,
                        unique=True,
                        verbose_name="rule",
                    ),
                ),
                (
                    "days",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="length"
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        choices=[("working", "working days"), ("calendar", "calendar days"), ("months", "months")],
                        max_length=10,
                        verbose_name="unit",
                    ),
                ),
                (
                    "maximum",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Only where a recorded decision may lengthen it.",
                        null=True,
                        verbose_name="longest length",
                    ),
                ),
                (
                    "moves_to_working_day",
                    models.BooleanField(
                        default=False, verbose_name="an end on a closed day moves to the next working day"
                    ),
                ),
            ],
            options={
                "verbose_name": "deadline rule",
                "verbose_name_plural": "deadline rules",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("days__gte", 1)),
                        name="deadline_at_least_one_day",
                        violation_error_message="A deadline is at least one day long.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("maximum", None), ("maximum__gte", models.F("days")), _connector="OR"),
                        name="deadline_maximum_not_below_length",
                        violation_error_message="The longest length is shorter than the length.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MajorityRule",
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
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                ("name_sq", models.CharField(max_length=200, verbose_name="name (Albanian)")),
                ("name_en", models.CharField(blank=True, max_length=200, verbose_name="name (English)")),
                (
                    "base",
                    models.CharField(
                        choices=[("present", "members present"), ("seats", "all members of the council")],
                        max_length=10,
                        verbose_name="counted against",
                    ),
                ),
                (
                    "numerator",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="more than (numerator)"
                    ),
                ),
                (
                    "denominator",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="of (denominator)"
                    ),
                ),
            ],
            options={
                "verbose_name": "majority rule",
                "verbose_name_plural": "majority rules",
                "ordering": ["code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("numerator__gte", 1), ("numerator__lt", models.F("denominator"))),
                        name="majority_is_a_proper_fraction",
                        violation_error_message="The majority is a fraction between nothing and the whole.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Municipality",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("name_sq", models.CharField(max_length=200, verbose_name="name (Albanian)")),
                ("name_en", models.CharField(max_length=200, verbose_name="name (English)")),
                ("county_sq", models.CharField(blank=True, max_length=200, verbose_name="county (Albanian)")),
                ("county_en", models.CharField(blank=True, max_length=200, verbose_name="county (English)")),
                (
                    "territory",
                    models.SlugField(
                        help_text="Days off that are declared for this code alone apply here.",
                        max_length=40,
                        verbose_name="territory code",
                    ),
                ),
                ("website", models.URLField(blank=True, verbose_name="website")),
                (
                    "seats",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="seats in the council"
                    ),
                ),
                (
                    "quorum",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="quorum of the council"
                    ),
                ),
                ("is_demo", models.BooleanField(default=False, verbose_name="demonstration data")),
                ("plan_first_year", models.PositiveSmallIntegerField(verbose_name="first year of the plan")),
                ("plan_last_year", models.PositiveSmallIntegerField(verbose_name="last year of the plan")),
                (
                    "approval_month",
                    models.DateField(
                        blank=True,
                        help_text="The first day of the month.",
                        null=True,
                        verbose_name="target month of approval",
                    ),
                ),
                (
                    "beneficiaries_base",
                    models.PositiveIntegerField(
                        help_text="A lower bound, reported by the municipality.",
                        verbose_name="persons in need, at least",
                    ),
                ),
                ("beneficiaries_target", models.PositiveIntegerField(verbose_name="final beneficiaries planned")),
                ("groups_target", models.PositiveSmallIntegerField(verbose_name="groups to consult, at least")),
                (
                    "organisations_target",
                    models.PositiveSmallIntegerField(verbose_name="members of organisations to engage, at least"),
                ),
                (
                    "organisations_women_share",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="share of women among them (percent)",
                    ),
                ),
                (
                    "authorities_target",
                    models.PositiveSmallIntegerField(
                        verbose_name="representatives of authorities to engage, at least"
                    ),
                ),
                (
                    "authorities_women_share",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="share of women among these (percent)",
                    ),
                ),
            ],
            options={
                "verbose_name": "municipality",
                "verbose_name_plural": "municipality",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pk", 1)),
                        name="municipality_is_one",
                        violation_error_message="This installation already has its municipality.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("quorum__lte", models.F("seats")),
                            (
                                "quorum__gt",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("seats"), "/", models.Value(2)
                                ),
                            ),
                        ),
                        name="municipality_quorum_is_a_majority_within_the_seats",
                        violation_error_message="The quorum is more than half of the seats, and not more than the seats.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("plan_last_year__gte", models.F("plan_first_year"))),
                        name="municipality_plan_years_in_order",
                        violation_error_message="The last year of the plan is before its first year.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("authorities_women_share__lte", 100), ("organisations_women_share__lte", 100)
                        ),
                        name="municipality_shares_within_100",
                        violation_error_message="A share is at most 100 percent.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Threshold",
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
                    "code",
                    models.CharField(
                        choices=[
                            ("light_green", "Green light from (percent of the way)"),
                            ("light_amber", "Amber light from (percent of the way)"),
                            ("small_number", "Small number of persons"),
                            ("small_number_protected", "Small number of persons of a protected group"),
                            ("small_number_minimum", "Lowest small number that may be set"),
                            ("share_tolerance", "Tolerance of shares (percentage points)"),
                            ("reminder_first", "First reminder of a duty (working days before its last day)"),
                            ("reminder_last", "Last reminder of a duty (working days before its last day)"),
                            ("recovery_wait", "Wait before the recovery of an account takes effect (hours)"),
                        ],
                        max_length=40,
                        unique=True,
                        verbose_name="threshold",
                    ),
                ),
                ("value", models.PositiveSmallIntegerField(verbose_name="value")),
            ],
            options={
                "verbose_name": "threshold",
                "verbose_name_plural": "thresholds",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("code__startswith", "small_number"), _negated=True),
                            ("value__gte", 3),
                            _connector="OR",
                        ),
                        name="threshold_small_numbers_never_below_three",
                        violation_error_message="A small number is never set below 3.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OfficeTenure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="to")),
                ("is_acting", models.BooleanField(default=False, verbose_name="acting")),
                ("act", models.CharField(blank=True, max_length=200, verbose_name="act of appointment")),
                (
                    "holder",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tenures",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="holder (account)",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tenures",
                        to="municipality.office",
                        verbose_name="office",
                    ),
                ),
            ],
            options={
                "verbose_name": "tenure",
                "verbose_name_plural": "tenures",
                "ordering": ["-starts_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="tenure_dates_in_order",
                        violation_error_message="The period ends before it begins.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ends_on", None), ("is_acting", False)),
                        fields=("office",),
                        name="tenure_one_open_per_office",
                        violation_error_message="This office already has a holder without an end date.",
                    ),
                ],
            },
        ),
    ]
