"""What the database itself refuses: a change of a published edition, of its needs and of its service map."""

from django.db import migrations

FROZEN = """
CREATE FUNCTION assessments_refuse_if_published(edition bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    kept text;
BEGIN
    SELECT state INTO kept FROM assessments_assessment WHERE id = edition FOR SHARE;
    IF kept = 'published' THEN
        RAISE EXCEPTION 'assessment_published_is_frozen: edition % is published and never changes', edition
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
END $$;

CREATE FUNCTION assessments_guard_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM assessments_refuse_if_published(OLD.assessment_id);
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    PERFORM assessments_refuse_if_published(NEW.assessment_id);
    RETURN NEW;
END $$;

CREATE FUNCTION assessments_guard_need_link() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM assessments_refuse_if_published(assessment_id) FROM assessments_need WHERE id = OLD.need_id;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    PERFORM assessments_refuse_if_published(assessment_id) FROM assessments_need WHERE id = NEW.need_id;
    RETURN NEW;
END $$;

CREATE FUNCTION assessments_guard_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'published' THEN
        RAISE EXCEPTION 'assessment_published_is_frozen: edition % is published and never changes', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION assessments_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'assessments_row_unchangeable: rows of % are only added', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER guard_edition BEFORE UPDATE OR DELETE ON assessments_assessment
    FOR EACH ROW EXECUTE FUNCTION assessments_guard_edition();
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON assessments_assessmentstatechange
    FOR EACH ROW EXECUTE FUNCTION assessments_refuse_change();
"""

PARTS = ("assessments_need", "assessments_assessedservice", "assessments_datapoint")
NEED_LINKS = ("assessments_need_units", "assessments_need_service_types")
ON_PART = "CREATE TRIGGER guard_part BEFORE INSERT OR UPDATE OR DELETE ON {} FOR EACH ROW EXECUTE FUNCTION {}();"

FORWARD = "\n".join(
    [
        FROZEN,
        *(ON_PART.format(table, "assessments_guard_part") for table in PARTS),
        *(ON_PART.format(table, "assessments_guard_need_link") for table in NEED_LINKS),
    ]
)
BACKWARD = "\n".join(
    [
        *(f"DROP TRIGGER guard_part ON {table};" for table in (*PARTS, *NEED_LINKS)),
        "DROP TRIGGER refuse_change ON assessments_assessmentstatechange;",
        "DROP TRIGGER guard_edition ON assessments_assessment;",
        "DROP FUNCTION assessments_refuse_change();",
        "DROP FUNCTION assessments_guard_edition();",
        "DROP FUNCTION assessments_guard_need_link();",
        "DROP FUNCTION assessments_guard_part();",
        "DROP FUNCTION assessments_refuse_if_published(bigint);",
    ]
)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
