"""Files for machines, made beforehand: those of an edition hold with its roll-up, the directory notes by itself."""

import django.db.models.deletion
from django.db import migrations, models

# Whose the files are stands in them, so the municipality and its project make roll-ups stale as well.
NAMES = ("municipality_municipality", "municipality_project")
TIMES = ("insert", "update", "delete")
# In the transaction of whoever changes it: nothing of an undisclosed place stays behind in a file that nobody reads.
NOTE = """
CREATE FUNCTION assessments_empty_directory() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtext('assessments.directory'));
    UPDATE assessments_directoryfile SET is_stale = true, making = NULL, content = '', etag = ''
     WHERE NOT is_stale OR making IS NOT NULL;
    RETURN NULL;
END
$$;
"""
SHOWN = (
    "assessments_service",
    "assessments_service_groups",
    "assessments_service_served_units",
    "assessments_serviceprovider",
    "assessments_servicetype",
    "assessments_targetgroup",
    "municipality_administrativeunit",
    "municipality_municipality",
)


def noting(name: str, table: str, deed: str) -> str:
    return "".join(
        f"CREATE TRIGGER {name}_{time} AFTER {time.upper()} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {deed};\n"
        for time in TIMES
    )


def leaving(name: str, tables: tuple[str, ...]) -> str:
    return "".join(f"DROP TRIGGER {name}_{time} ON {table};\n" for table in tables for time in TIMES)


WATCH = (
    NOTE
    + "".join(noting("empty_directory", table, "assessments_empty_directory()") for table in SHOWN)
    + "".join(noting("note_edition_stale", table, "assessments_note_stale('all')") for table in NAMES)
)
LEAVE = (
    leaving("empty_directory", SHOWN)
    + leaving("note_edition_stale", NAMES)
    + "DROP FUNCTION assessments_empty_directory();"
)
# Those of today have no files yet.
MAKE_ANEW = "UPDATE assessments_editionrollup SET is_stale = true, making = NULL;"


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0032_catalogue_by_sheet"),
        ("municipality", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="DirectoryFile",
            fields=[
                (
                    "language",
                    models.CharField(max_length=2, primary_key=True, serialize=False, verbose_name="language"),
                ),
                ("content", models.BinaryField(default=b"", verbose_name="content, packed")),
                ("etag", models.CharField(blank=True, max_length=64, verbose_name="hash of the content")),
                ("is_stale", models.BooleanField(default=True, verbose_name="something was changed since")),
                ("making", models.UUIDField(blank=True, editable=False, null=True, verbose_name="mark of the making")),
            ],
            options={
                "verbose_name": "file of the directory",
                "verbose_name_plural": "files of the directory",
            },
        ),
        migrations.CreateModel(
            name="EditionFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(
                        choices=[("json", "JSON"), ("csv-sq", "CSV in Albanian"), ("csv-en", "CSV in English")],
                        max_length=6,
                        verbose_name="which file",
                    ),
                ),
                ("content", models.BinaryField(verbose_name="content, packed")),
                ("etag", models.CharField(max_length=64, verbose_name="hash of the content")),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="open_files",
                        to="assessments.assessment",
                    ),
                ),
            ],
            options={
                "verbose_name": "file of open data",
                "verbose_name_plural": "files of open data",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("edition", "name"),
                        name="edition_file_once",
                        violation_error_message="An edition has each file of open data once.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name__in", ["json", "csv-sq", "csv-en"])),
                        name="edition_file_known",
                        violation_error_message="This file of open data does not exist.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(WATCH, LEAVE),
        migrations.RunSQL(MAKE_ANEW, migrations.RunSQL.noop),
    ]
