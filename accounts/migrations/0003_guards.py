"""What the database itself refuses in accounts, whoever writes."""

from django.db import migrations


def _guard(create, tables):
    """One trigger a table; `tables` holds its name, its table and, where it takes some, its arguments."""
    statements, drops = [], []
    for name, table, *arguments in tables:
        statements.append(create.format(name=name, table=table, arguments="".join(arguments)))
        drops.append(f"DROP TRIGGER {name} ON {table};")
    return migrations.RunSQL("\n".join(statements), "\n".join(drops))


# Whether a person holds a role that decides.
DECIDES = """CREATE FUNCTION accounts_decides(person bigint) RETURNS boolean LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM accounts_roleassignment held JOIN accounts_user account ON account.id = held.user_id
        WHERE held.user_id = person AND held.revoked_on IS NULL AND account.is_active
          AND held.role IN ('admin', 'mayor', 'secretary', 'dpo'))
$$;"""

# An address changes by two persons and after a wait.
GUARD_ADDRESS = """CREATE FUNCTION accounts_guard_address() RETURNS trigger LANGUAGE plpgsql
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
END
$$;"""
GUARD_ADDRESS_ON = (
    "CREATE TRIGGER {name} BEFORE UPDATE OF email ON {table} FOR EACH ROW EXECUTE FUNCTION accounts_guard_address();"
)
GUARD_ADDRESS_ON_TABLES = (("accounts_user_address_guarded", "accounts_user"),)

# A change of power begins unconfirmed, is confirmed by a second person, and is never taken away.
GUARD_POWER_CHANGE = """CREATE FUNCTION accounts_guard_power_change() RETURNS trigger LANGUAGE plpgsql
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
END
$$;"""
GUARD_POWER_CHANGE_AT_INSERT_OR_DELETE_OR_UPDATE = (
    "CREATE TRIGGER {name} BEFORE INSERT OR DELETE OR UPDATE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION accounts_guard_power_change();"
)
GUARD_POWER_CHANGE_AT_INSERT_OR_DELETE_OR_UPDATE_TABLES = (("accounts_powerchange_guarded", "accounts_powerchange"),)
GUARD_POWER_CHANGE_AT_TRUNCATE = (
    "CREATE TRIGGER {name} BEFORE TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION accounts_guard_power_change();"
)
GUARD_POWER_CHANGE_AT_TRUNCATE_TABLES = (("accounts_powerchange_not_emptied", "accounts_powerchange"),)

# Coordinator and data-protection officer need a second person's word; what was given and closed is fixed.
GUARD_ROLE = """CREATE FUNCTION accounts_guard_role() RETURNS trigger LANGUAGE plpgsql
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
END
$$;"""
GUARD_ROLE_AT_INSERT_OR_DELETE_OR_UPDATE = (
    "CREATE TRIGGER {name} BEFORE INSERT OR DELETE OR UPDATE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION accounts_guard_role();"
)
GUARD_ROLE_AT_INSERT_OR_DELETE_OR_UPDATE_TABLES = (("accounts_roleassignment_guarded", "accounts_roleassignment"),)
GUARD_ROLE_AT_TRUNCATE = (
    "CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION accounts_guard_role();"
)
GUARD_ROLE_AT_TRUNCATE_TABLES = (("accounts_roleassignment_not_emptied", "accounts_roleassignment"),)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_accounts_to_offices")]

    operations = [
        migrations.RunSQL(DECIDES, "DROP FUNCTION accounts_decides(bigint);"),
        migrations.RunSQL(GUARD_ADDRESS, "DROP FUNCTION accounts_guard_address();"),
        _guard(GUARD_ADDRESS_ON, GUARD_ADDRESS_ON_TABLES),
        migrations.RunSQL(GUARD_POWER_CHANGE, "DROP FUNCTION accounts_guard_power_change();"),
        _guard(
            GUARD_POWER_CHANGE_AT_INSERT_OR_DELETE_OR_UPDATE, GUARD_POWER_CHANGE_AT_INSERT_OR_DELETE_OR_UPDATE_TABLES
        ),
        _guard(GUARD_POWER_CHANGE_AT_TRUNCATE, GUARD_POWER_CHANGE_AT_TRUNCATE_TABLES),
        migrations.RunSQL(GUARD_ROLE, "DROP FUNCTION accounts_guard_role();"),
        _guard(GUARD_ROLE_AT_INSERT_OR_DELETE_OR_UPDATE, GUARD_ROLE_AT_INSERT_OR_DELETE_OR_UPDATE_TABLES),
        _guard(GUARD_ROLE_AT_TRUNCATE, GUARD_ROLE_AT_TRUNCATE_TABLES),
    ]
