"""What the database itself refuses in assessments, whoever writes."""

from django.db import migrations


def _guard(create, tables):
    """One trigger a table; `tables` holds its name, its table and, where it takes some, its arguments."""
    statements, drops = [], []
    for name, table, *arguments in tables:
        statements.append(create.format(name=name, table=table, arguments="".join(arguments)))
        drops.append(f"DROP TRIGGER {name} ON {table};")
    return migrations.RunSQL("\n".join(statements), "\n".join(drops))


# A published edition is neither changed nor removed.
GUARD_EDITION = """CREATE FUNCTION assessments_guard_edition() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF OLD.state = 'published' THEN
        RAISE EXCEPTION 'assessment_published_is_frozen: edition % is published and never changes', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END
$$;"""
GUARD_EDITION_ON = (
    "CREATE TRIGGER {name} BEFORE DELETE OR UPDATE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION assessments_guard_edition();"
)
GUARD_EDITION_ON_TABLES = (("guard_edition", "assessments_assessment"),)

# Refuses where the edition is published.
REFUSE_IF_PUBLISHED = """CREATE FUNCTION assessments_refuse_if_published(edition bigint) RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    kept text;
BEGIN
    SELECT state INTO kept FROM assessments_assessment WHERE id = edition FOR SHARE;
    IF kept = 'published' THEN
        RAISE EXCEPTION 'assessment_published_is_frozen: edition % is published and never changes', edition
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
END
$$;"""

# Units and types of service of a need are part of its edition.
GUARD_NEED_LINK = """CREATE FUNCTION assessments_guard_need_link() RETURNS trigger LANGUAGE plpgsql
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
GUARD_NEED_LINK_ON = (
    "CREATE TRIGGER {name} BEFORE INSERT OR DELETE OR UPDATE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION assessments_guard_need_link();"
)
GUARD_NEED_LINK_ON_TABLES = (
    ("guard_part", "assessments_need_service_types"),
    ("guard_part", "assessments_need_units"),
)

# What belongs to a published edition stays as it was published.
GUARD_PART = """CREATE FUNCTION assessments_guard_part() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM assessments_refuse_if_published(OLD.assessment_id);
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    PERFORM assessments_refuse_if_published(NEW.assessment_id);
    RETURN NEW;
END
$$;"""
GUARD_PART_ON = (
    "CREATE TRIGGER {name} BEFORE INSERT OR DELETE OR UPDATE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION assessments_guard_part();"
)
GUARD_PART_ON_TABLES = (
    ("guard_part", "assessments_assessedservice"),
    ("guard_part", "assessments_datapoint"),
    ("guard_part", "assessments_need"),
)

# Steps of an edition are only added.
REFUSE_CHANGE = """CREATE FUNCTION assessments_refuse_change() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'assessments_row_unchangeable: rows of % are only added', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;"""
REFUSE_CHANGE_ON = (
    "CREATE TRIGGER {name} BEFORE DELETE OR UPDATE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION assessments_refuse_change();"
)
REFUSE_CHANGE_ON_TABLES = (("refuse_change", "assessments_assessmentstatechange"),)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_initial")]

    operations = [
        migrations.RunSQL(GUARD_EDITION, "DROP FUNCTION assessments_guard_edition();"),
        _guard(GUARD_EDITION_ON, GUARD_EDITION_ON_TABLES),
        migrations.RunSQL(REFUSE_IF_PUBLISHED, "DROP FUNCTION assessments_refuse_if_published(bigint);"),
        migrations.RunSQL(GUARD_NEED_LINK, "DROP FUNCTION assessments_guard_need_link();"),
        _guard(GUARD_NEED_LINK_ON, GUARD_NEED_LINK_ON_TABLES),
        migrations.RunSQL(GUARD_PART, "DROP FUNCTION assessments_guard_part();"),
        _guard(GUARD_PART_ON, GUARD_PART_ON_TABLES),
        migrations.RunSQL(REFUSE_CHANGE, "DROP FUNCTION assessments_refuse_change();"),
        _guard(REFUSE_CHANGE_ON, REFUSE_CHANGE_ON_TABLES),
    ]
