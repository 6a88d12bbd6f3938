"""Requirement lines and staff requirements of a published edition stay as they were published."""

from django.db import migrations

GUARD_LINE = """CREATE FUNCTION assessments_guard_line() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM assessments_refuse_if_published(assessment_id) FROM assessments_need WHERE id = OLD.need_id;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    PERFORM assessments_refuse_if_published(assessment_id) FROM assessments_need WHERE id = NEW.need_id;
    RETURN NEW;
END
$$;"""
GUARD_LINE_TYPE = """CREATE FUNCTION assessments_guard_line_type() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM assessments_refuse_if_published(need.assessment_id)
            FROM assessments_requirementline line JOIN assessments_need need ON need.id = line.need_id
            WHERE line.id = OLD.requirementline_id;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    PERFORM assessments_refuse_if_published(need.assessment_id)
        FROM assessments_requirementline line JOIN assessments_need need ON need.id = line.need_id
        WHERE line.id = NEW.requirementline_id;
    RETURN NEW;
END
$$;"""
ON = "CREATE TRIGGER guard_part BEFORE INSERT OR DELETE OR UPDATE ON {} FOR EACH ROW EXECUTE FUNCTION {}();"
OFF = "DROP TRIGGER guard_part ON {};"
TABLES = (
    ("assessments_requirementline", "assessments_guard_line"),
    ("assessments_requirementline_service_types", "assessments_guard_line_type"),
    ("assessments_staffrequirement", "assessments_guard_part"),
)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0003_requirement_lines")]

    operations = [
        migrations.RunSQL(GUARD_LINE, "DROP FUNCTION assessments_guard_line();"),
        migrations.RunSQL(GUARD_LINE_TYPE, "DROP FUNCTION assessments_guard_line_type();"),
        *(migrations.RunSQL(ON.format(table, function), OFF.format(table)) for table, function in TABLES),
    ]
