"""The database holds returns of one decision against the municipality's row; without a row against one."""

from django.db import migrations

RETURNED_ONCE = """CREATE OR REPLACE FUNCTION socialplan_returned_once() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    found integer;
    most integer;
BEGIN
    IF TG_TABLE_NAME = 'approval_prefectopinion' AND to_jsonb(NEW)->>'verdict' <> 'returned' THEN
        RETURN NEW;
    END IF;
    PERFORM 1 FROM content_plan WHERE id = (
        SELECT plan_id FROM content_planversion WHERE id = NEW.version_id) FOR UPDATE;
    SELECT value INTO most FROM municipality_threshold WHERE code =
        CASE TG_TABLE_NAME WHEN 'approval_prefectopinion' THEN 'returns_by_prefect' ELSE 'returns_by_mayor' END;
    EXECUTE format(
        'WITH RECURSIVE back AS ('
        '  SELECT id, derived_from_id, origin FROM content_planversion WHERE id = $1'
        '  UNION ALL SELECT v.id, v.derived_from_id, v.origin FROM content_planversion v'
        '  JOIN back b ON v.id = b.derived_from_id WHERE b.origin <> ''draft''),'
        ' chain AS ('
        '  SELECT id FROM back UNION SELECT v.id FROM content_planversion v'
        '  JOIN chain c ON v.derived_from_id = c.id WHERE v.origin <> ''draft'')'
        ' SELECT count(*) FROM %I letter WHERE version_id IN (SELECT id FROM chain) AND %s',
        TG_TABLE_NAME,
        CASE TG_TABLE_NAME
            WHEN 'approval_prefectopinion' THEN 'verdict = ''returned'' AND NOT EXISTS (SELECT 1'
                ' FROM content_actwithdrawal gone WHERE gone.kind = ''prefect_opinion'' AND gone.act_id = letter.id)'
            ELSE 'true'
        END
    ) INTO found USING NEW.version_id;
    IF found >= coalesce(most, 1) THEN
        RAISE EXCEPTION 'socialplan_returned_once' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;"""


class Migration(migrations.Migration):
    dependencies = [
        ("approval", "0004_found_by_search"),
        ("municipality", "0021_emblem_first_day_returns"),
    ]

    operations = [migrations.RunSQL(RETURNED_ONCE, migrations.RunSQL.noop, elidable=False)]
