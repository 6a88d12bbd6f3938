"""The database holds the second person, the wait and the past of roles against whatever the application asks."""

from django.db import migrations

DECIDES = """
CREATE FUNCTION accounts_decides(person bigint) RETURNS boolean LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM accounts_roleassignment held JOIN accounts_user account ON account.id = held.user_id
        WHERE held.user_id = person AND held.revoked_on IS NULL AND account.is_active
          AND held.role IN ('admin', 'mayor', 'secretary', 'dpo'))
$$;
"""

CHANGES = """
CREATE FUNCTION accounts_guard_power_change() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    problem text;
BEGIN
    IF TG_OP IN ('DELETE', 'TRUNCATE') THEN
        problem := 'it is never taken away';
    ELSIF TG_OP = 'INSERT' THEN
        problem := CASE
            WHEN NEW.confirmed_at IS NOT NULL OR NEW.applied_at IS NOT NULL OR NEW.stopped_at IS NOT NULL
                THEN 'it begins unconfirmed'
            WHEN NEW.kind = 'email' AND (NEW.old_email = '' OR NEW.new_email = '') THEN 'it names both addresses'
            WHEN NEW.is_by_one AND NOT (NEW.kind = 'role' OR NEW.proposed_by_id = NEW.subject_id)
                THEN 'a recovery of another is never by one'
            WHEN NEW.is_by_one AND EXISTS (
                SELECT 1 FROM accounts_user WHERE id NOT IN (NEW.proposed_by_id, NEW.subject_id))
                THEN 'there is somebody who can confirm it'
            END;
    ELSE
        problem := CASE
            WHEN (NEW.id, NEW.kind, NEW.subject_id, NEW.role, NEW.proposed_by_id, NEW.proposed_at, NEW.is_by_one)
                IS DISTINCT FROM
                (OLD.id, OLD.kind, OLD.subject_id, OLD.role, OLD.proposed_by_id, OLD.proposed_at, OLD.is_by_one)
                THEN 'what was asked for is fixed'
            WHEN NEW.old_email NOT IN (OLD.old_email, '') OR NEW.new_email NOT IN (OLD.new_email, '')
                THEN 'the addresses are fixed'
            WHEN (OLD.confirmed_at IS NOT NULL AND (NEW.confirmed_by_id, NEW.confirmed_at)
                    IS DISTINCT FROM (OLD.confirmed_by_id, OLD.confirmed_at))
                OR (OLD.effective_at IS NOT NULL AND NEW.effective_at IS DISTINCT FROM OLD.effective_at)
                OR (OLD.applied_at IS NOT NULL AND NEW.applied_at IS DISTINCT FROM OLD.applied_at)
                OR (OLD.stopped_at IS NOT NULL AND (NEW.stopped_by_id, NEW.stopped_at, NEW.applied_at, NEW.confirmed_at)
                    IS DISTINCT FROM (OLD.stopped_by_id, OLD.stopped_at, OLD.applied_at, OLD.confirmed_at))
                THEN 'what has happened is fixed'
            WHEN OLD.confirmed_at IS NULL AND NEW.confirmed_at IS NOT NULL AND NOT accounts_decides(NEW.confirmed_by_id)
                THEN 'the second person holds a deciding role'
            END;
    END IF;
    IF problem IS NOT NULL THEN
        RAISE EXCEPTION 'accounts_powerchange: %.', problem USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER accounts_powerchange_guarded BEFORE INSERT OR UPDATE OR DELETE ON accounts_powerchange
    FOR EACH ROW EXECUTE FUNCTION accounts_guard_power_change();
CREATE TRIGGER accounts_powerchange_not_emptied BEFORE TRUNCATE ON accounts_powerchange
    FOR EACH STATEMENT EXECUTE FUNCTION accounts_guard_power_change();
"""

ROLES = """
CREATE FUNCTION accounts_guard_role() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    problem text;
BEGIN
    IF TG_OP IN ('DELETE', 'TRUNCATE') THEN
        problem := 'a role is closed, never taken away';
    ELSIF TG_OP = 'INSERT' THEN
        -- Rows without a giver are the installation's own: the first administrator, the demonstration.
        IF NEW.role IN ('coordinator', 'dpo') AND NEW.granted_by_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM accounts_powerchange asked
            WHERE asked.id = NEW.change_id AND asked.kind = 'role' AND asked.subject_id = NEW.user_id
              AND asked.role = NEW.role AND asked.proposed_by_id = NEW.granted_by_id
              AND asked.applied_at IS NOT NULL AND asked.stopped_at IS NULL)
        THEN
            problem := 'a second person has to confirm this role';
        END IF;
    ELSIF (NEW.id, NEW.user_id, NEW.role, NEW.granted_on, NEW.granted_by_id, NEW.change_id, NEW.created_at)
        IS DISTINCT FROM
        (OLD.id, OLD.user_id, OLD.role, OLD.granted_on, OLD.granted_by_id, OLD.change_id, OLD.created_at)
        OR (OLD.revoked_on IS NOT NULL AND (NEW.revoked_on, NEW.revoked_by_id)
            IS DISTINCT FROM (OLD.revoked_on, OLD.revoked_by_id))
    THEN
        problem := 'what was given and what was closed is fixed';
    END IF;
    IF problem IS NOT NULL THEN
        RAISE EXCEPTION 'accounts_roleassignment: %.', problem USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER accounts_roleassignment_guarded BEFORE INSERT OR UPDATE OR DELETE ON accounts_roleassignment
    FOR EACH ROW EXECUTE FUNCTION accounts_guard_role();
CREATE TRIGGER accounts_roleassignment_not_emptied BEFORE TRUNCATE ON accounts_roleassignment
    FOR EACH STATEMENT EXECUTE FUNCTION accounts_guard_role();
"""

ADDRESSES = """
CREATE FUNCTION accounts_guard_address() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.email IS DISTINCT FROM OLD.email AND NOT EXISTS (
        SELECT 1 FROM accounts_powerchange asked
        WHERE asked.kind = 'email' AND asked.subject_id = NEW.id AND asked.new_email = NEW.email
          AND asked.old_email = OLD.email AND asked.applied_at IS NOT NULL AND asked.stopped_at IS NULL)
    THEN
        RAISE EXCEPTION 'accounts_user: an address changes by two persons and after a wait.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER accounts_user_address_guarded BEFORE UPDATE OF email ON accounts_user
    FOR EACH ROW EXECUTE FUNCTION accounts_guard_address();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_power_changes")]

    operations = [
        migrations.RunSQL(DECIDES, "DROP FUNCTION accounts_decides(bigint);"),
        migrations.RunSQL(
            CHANGES,
            "DROP TRIGGER accounts_powerchange_guarded ON accounts_powerchange;"
            "DROP TRIGGER accounts_powerchange_not_emptied ON accounts_powerchange;"
            "DROP FUNCTION accounts_guard_power_change();",
        ),
        migrations.RunSQL(
            ROLES,
            "DROP TRIGGER accounts_roleassignment_guarded ON accounts_roleassignment;"
            "DROP TRIGGER accounts_roleassignment_not_emptied ON accounts_roleassignment;"
            "DROP FUNCTION accounts_guard_role();",
        ),
        migrations.RunSQL(
            ADDRESSES,
            "DROP TRIGGER accounts_user_address_guarded ON accounts_user; DROP FUNCTION accounts_guard_address();",
        ),
    ]
