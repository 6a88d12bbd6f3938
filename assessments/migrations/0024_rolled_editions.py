"""What the pages of an edition show, worked out beforehand; whatever it rests on notes that it no longer holds."""

import django.db.models.deletion
from django.db import migrations, models

# In the same transaction, whoever changes it; a roll-up is made while nobody writes (the lock is held to the end).
NOTE = """
CREATE FUNCTION assessments_note_stale() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtext('assessments.roll_up'));
    IF TG_ARGV[0] = 'all' THEN
        UPDATE assessments_editionrollup SET is_stale = true WHERE NOT is_stale;
    ELSIF TG_ARGV[0] = 'edition' THEN
        UPDATE assessments_editionrollup SET is_stale = true
         WHERE NOT is_stale AND edition_id IN (SELECT id FROM changed);
    ELSIF TG_ARGV[0] = 'need' THEN
        UPDATE assessments_editionrollup SET is_stale = true
         WHERE NOT is_stale
           AND edition_id IN (SELECT assessment_id FROM assessments_need
                               WHERE id IN (SELECT need_id FROM changed));
    ELSE
        UPDATE assessments_editionrollup SET is_stale = true
         WHERE NOT is_stale AND edition_id IN (SELECT assessment_id FROM changed);
    END IF;
    RETURN NULL;
END
$$;
"""
SCOPES = {
    "assessments_assessment": "edition",
    "assessments_requirementline": "need",
    **dict.fromkeys(
        ("assessments_need", "assessments_datapoint", "assessments_assessedservice"),
        "of_edition",
    ),
    **dict.fromkeys(
        (
            "assessments_requirementline_service_types",
            "assessments_service",
            "assessments_service_groups",
            "assessments_service_served_units",
            "assessments_servicetype",
            "assessments_targetgroup",
            "assessments_figuredefinition",
            "municipality_administrativeunit",
            "municipality_threshold",
            "operations_suppressionpattern",
        ),
        "all",
    ),
}
TIMES = {"insert": "NEW", "update": "NEW", "delete": "OLD"}


def noting(table: str, scope: str) -> str:
    return "".join(
        f"CREATE TRIGGER note_edition_stale_{time} AFTER {time.upper()} ON {table}"
        + (f" REFERENCING {which} TABLE AS changed" if scope != "all" else "")
        + f" FOR EACH STATEMENT EXECUTE FUNCTION assessments_note_stale('{scope}');\n"
        for time, which in TIMES.items()
    )


WATCH = NOTE + "".join(noting(table, scope) for table, scope in SCOPES.items())
LEAVE = (
    "".join(f"DROP TRIGGER note_edition_stale_{time} ON {table};\n" for table in SCOPES for time in TIMES)
    + "DROP FUNCTION assessments_note_stale();"
)


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0023_sources_in_english"),
        ("municipality", "0001_initial"),
        ("operations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="EditionRollUp",
            fields=[
                (
                    "edition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="roll_up",
                        serialize=False,
                        to="assessments.assessment",
                    ),
                ),
                ("board", models.JSONField(verbose_name="pictures and tables")),
                ("is_stale", models.BooleanField(default=False, verbose_name="something was changed since")),
                ("made_at", models.DateTimeField(auto_now=True, verbose_name="made at")),
            ],
            options={
                "verbose_name": "roll-up of an edition",
                "verbose_name_plural": "roll-ups of editions",
            },
        ),
        migrations.CreateModel(
            name="NeedPlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_public", models.BooleanField(verbose_name="as everybody sees it")),
                ("place", models.PositiveIntegerField(verbose_name="place in the list")),
                (
                    "score",
                    models.DecimalField(blank=True, decimal_places=1, max_digits=5, null=True, verbose_name="score"),
                ),
                ("rank", models.PositiveIntegerField(blank=True, null=True, verbose_name="rank")),
                ("computed_rank", models.PositiveIntegerField(blank=True, null=True, verbose_name="computed rank")),
                ("equal_rank", models.PositiveIntegerField(blank=True, null=True, verbose_name="rank, equal weights")),
                ("hides_affected", models.BooleanField(verbose_name="the people affected are hidden")),
                ("is_marked", models.BooleanField(verbose_name="figures hidden from the public")),
                (
                    "need",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="places", to="assessments.need"
                    ),
                ),
            ],
            options={
                "verbose_name": "place of a need",
                "verbose_name_plural": "places of needs",
                "ordering": ["is_public", "place"],
                "indexes": [models.Index(fields=["is_public", "place", "need"], name="need_place_in_order")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("need", "is_public"),
                        name="need_place_once",
                        violation_error_message="A need has one place for each kind of reader.",
                    )
                ],
            },
        ),
        migrations.RunSQL(WATCH, LEAVE),
    ]
