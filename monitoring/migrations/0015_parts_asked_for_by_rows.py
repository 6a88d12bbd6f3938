from django.db import migrations, models

# An installation that has its kinds of periods already gets the rows that were words in the code before.
FILL = """
INSERT INTO monitoring_reportingfrequency (
    code, name_sq, name_en, months, words, is_active, source, source_mark, checked_by, created_at, updated_at
) SELECT code, name_sq, name_en, months, words, true, 'Zgjedhje e bashkisë', 'design', '', now(), now()
  FROM (VALUES
    ('monthly', 'mujore', 'monthly', 1, 'mujore, çdo muaj, monthly'),
    ('quarterly', 'tremujore', 'quarterly', 3, 'tremujore, 3-mujore, çdo tre muaj, quarterly'),
    ('four-monthly', 'katërmujore', 'four-monthly', 4, 'katërmujore, 4-mujore, four-monthly'),
    ('half-yearly', 'gjashtëmujore', 'half-yearly', 6,
     'gjashtëmujore, 6-mujore, half-yearly, six-monthly, twice a year'),
    ('yearly', 'vjetore', 'yearly', 12, 'vjetore, çdo vit, annual, annually, yearly'),
    ('two-yearly', 'dyvjetore', 'every two years', 24, 'dyvjetore, çdo dy vjet, every two years')
  ) AS delivered (code, name_sq, name_en, months, words)
 WHERE EXISTS (SELECT 1 FROM monitoring_periodkind);
INSERT INTO monitoring_valuedimension (
    code, name_sq, name_en, words, is_exclusive, parts_from, own_parts, "order", is_active,
    source, source_mark, checked_by, created_at, updated_at
) SELECT code, name_sq, name_en, words, adds_up, code, '', place, true,
         'Zgjedhje e bashkisë', 'design', '', now(), now()
  FROM (VALUES
    ('sex', 'sipas gjinisë', 'by sex', 'sex, gender, gjini, gjinia, gjinisë', true, 1),
    ('age', 'sipas moshës', 'by age', 'age, mosha, moshë, moshës, grupmosha', true, 2),
    ('unit', 'sipas njësisë', 'by unit', 'unit, njësi, njësia, njësisë, administrative unit', true, 3),
    ('group', 'sipas grupit', 'by group', 'group, grup, grupi, grupit, target group', false, 4)
  ) AS delivered (code, name_sq, name_en, words, adds_up, place)
 WHERE EXISTS (SELECT 1 FROM monitoring_periodkind);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0006_found_by_search"),
        ("monitoring", "0014_parts_of_values"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReportingFrequency",
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
                ("name_sq", models.CharField(max_length=100, verbose_name="name (Albanian)")),
                ("name_en", models.CharField(blank=True, max_length=100, verbose_name="name (English)")),
                ("months", models.PositiveSmallIntegerField(verbose_name="every so many months")),
                (
                    "words",
                    models.CharField(
                        help_text="Words and phrases, with commas between them.",
                        max_length=300,
                        verbose_name="how plans write it",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "frequency of reporting",
                "verbose_name_plural": "frequencies of reporting",
                "ordering": ("months", "pk"),
            },
        ),
        migrations.CreateModel(
            name="ValueDimension",
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
                ("code", models.CharField(max_length=20, unique=True, verbose_name="code")),
                ("name_sq", models.CharField(max_length=100, verbose_name="name (Albanian)")),
                ("name_en", models.CharField(blank=True, max_length=100, verbose_name="name (English)")),
                (
                    "words",
                    models.CharField(
                        help_text="Words and phrases, with commas between them.",
                        max_length=300,
                        verbose_name="how plans write it",
                    ),
                ),
                (
                    "is_exclusive",
                    models.BooleanField(
                        default=True,
                        help_text="Without it the parts may overlap: each is at most the value, and no sum of them is printed.",
                        verbose_name="its parts add up to the value",
                    ),
                ),
                (
                    "parts_from",
                    models.CharField(
                        choices=[
                            ("sex", "by sex"),
                            ("age", "by age"),
                            ("unit", "by unit"),
                            ("group", "by group"),
                            ("own", "a list of its own"),
                        ],
                        default="own",
                        max_length=6,
                        verbose_name="its parts are",
                    ),
                ),
                (
                    "own_parts",
                    models.TextField(
                        blank=True,
                        help_text="One a line: code: name in Albanian | name in English",
                        max_length=5000,
                        verbose_name="its own parts",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="place in the order")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "dimension of values",
                "verbose_name_plural": "dimensions of values",
                "ordering": ("order", "pk"),
            },
        ),
        migrations.RemoveConstraint(
            model_name="partvalue",
            name="part_value_choices_known",
        ),
        migrations.RemoveConstraint(
            model_name="partvalue",
            name="part_value_amount_where_measured",
        ),
        migrations.AddField(
            model_name="indicatorpassport",
            name="is_crossed",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Each part of the one by each part of the other; without it they stand side by side.",
                verbose_name="its two dimensions are crossed",
            ),
        ),
        migrations.AddField(
            model_name="partvalue",
            name="denominator",
            field=models.DecimalField(
                blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="denominator"
            ),
        ),
        migrations.AddField(
            model_name="partvalue",
            name="numerator",
            field=models.DecimalField(
                blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="numerator"
            ),
        ),
        migrations.AlterField(
            model_name="partvalue",
            name="dimension",
            field=models.CharField(
                help_text="Two crossed ones with * between them.", max_length=41, verbose_name="dimension"
            ),
        ),
        migrations.AlterField(
            model_name="partvalue",
            name="part",
            field=models.CharField(max_length=61, verbose_name="part"),
        ),
        migrations.AddConstraint(
            model_name="partvalue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("dimension", ""), _negated=True),
                    models.Q(("part", ""), _negated=True),
                    ("standing__in", ["measured", "not_collected", "not_applicable"]),
                ),
                name="part_value_choices_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="partvalue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount__gte", 0), ("standing", "measured")),
                    models.Q(("amount", None), ("denominator", None), ("numerator__gte", 0), ("standing", "measured")),
                    models.Q(("amount", None), ("denominator__gte", 0), ("numerator", None), ("standing", "measured")),
                    models.Q(
                        models.Q(("standing", "measured"), _negated=True),
                        ("amount", None),
                        ("denominator", None),
                        ("numerator", None),
                    ),
                    _connector="OR",
                ),
                name="part_value_amount_where_measured",
                violation_error_message="A measured value has a figure, one not collected or not applicable has none.",
            ),
        ),
        migrations.AddConstraint(
            model_name="partvalue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("denominator", None), ("numerator", None)),
                    models.Q(("amount__isnull", False), ("denominator__gt", 0), ("numerator__gte", 0)),
                    ("amount", None),
                    _connector="OR",
                ),
                name="part_value_ratio_whole",
                violation_error_message="A share needs a denominator above 0.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportingfrequency",
            constraint=models.CheckConstraint(
                condition=models.Q(("months__gte", 1), ("months__lte", 120)),
                name="reporting_frequency_months_plausible",
                violation_error_message="A measurement falls due between every month and every ten years.",
            ),
        ),
        migrations.AddConstraint(
            model_name="valuedimension",
            constraint=models.CheckConstraint(
                condition=models.Q(("parts_from__in", ["sex", "age", "unit", "group", "own"])),
                name="value_dimension_parts_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="valuedimension",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("parts_from", "own"), models.Q(("own_parts", ""), _negated=True)),
                    models.Q(models.Q(("parts_from", "own"), _negated=True), ("own_parts", "")),
                    _connector="OR",
                ),
                name="value_dimension_own_parts_where_own",
                violation_error_message="Only a dimension with parts of its own lists them, and it needs them.",
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
