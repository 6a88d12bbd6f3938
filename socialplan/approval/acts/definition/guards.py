"""SQL for the migrations of acts: what the database refuses of a table of acts, and of its withdrawals.

A migration names the tables itself, so that what has landed stays as it was when the registry grows.
"""

from __future__ import annotations

Statements = tuple[str, str]


def _table(name: str) -> str:
    """Withdrawals lie with what they are read by; the acts themselves with the approval."""
    return f"content_{name}" if name == "actwithdrawal" else f"approval_{name}"


def _trigger(name: str, when: str, table: str, each: str, call: str, condition: str = "") -> Statements:
    create = f"CREATE TRIGGER {name} {when} ON {_table(table)} FOR EACH {each} {condition}EXECUTE FUNCTION {call};"
    return create, f"DROP TRIGGER {name} ON {_table(table)};"


def _call(function: str, *given: str) -> str:
    return f"socialplan_{function}({', '.join(repr(each) for each in given)})"


def both(*statements: Statements) -> Statements:
    """Several statements as one, and as one back in the other order."""
    return "\n".join(each for each, _ in statements), "\n".join(each for _, each in reversed(statements))


def only_added(table: str) -> Statements:
    """No row of an act is changed or removed."""
    return both(
        _trigger(f"{table}_only_added", "BEFORE UPDATE OR DELETE", table, "ROW", _call("refuse_change")),
        _trigger(f"{table}_no_truncate", "BEFORE TRUNCATE", table, "STATEMENT", _call("refuse_truncate")),
    )


def document_of_version(table: str) -> Statements:
    """Its paper belongs to its version."""
    return _trigger(f"{table}_document", "BEFORE INSERT", table, "ROW", _call("document_of_version"))


def withdrawable(kind: str, table: str, *, follows: str = "", before: str = "") -> Statements:
    """Acts of the kind may be withdrawn; `follows` is the column of the act of the table `before` they follow from."""
    call = _call("withdrawal_names_its_act", _table(table), follows, before and _table(before))
    return _trigger(
        f"withdrawal_of_{kind}", "BEFORE INSERT", "actwithdrawal", "ROW", call, f"WHEN (NEW.kind = '{kind}') "
    )


def rests_on(kind: str, follower: str, column: str, *, kind_of_follower: str = "") -> Statements:
    """An act of the kind is not withdrawn while a row of the table `follower` that counts names it."""
    call = _call("withdrawn_act_is_free", _table(follower), column, kind_of_follower)
    name = f"withdrawal_rests_{kind}"
    return _trigger(name, "BEFORE INSERT", "actwithdrawal", "ROW", call, f"WHEN (NEW.kind = '{kind}') ")


def counts_once(kind: str, table: str, column: str, *, alike: str = "", before: str = "") -> Statements:
    """Of the acts of one `column`, and alike in another where that is named, one counts."""
    call = _call("counts_once", kind, column, alike, before and _table(before))
    return _trigger(f"{table}_counts_once", "BEFORE INSERT", table, "ROW", call)


def follows_what_counts(table: str, column: str, kind: str) -> Statements:
    """Nothing follows from an act of the kind that is withdrawn."""
    return _trigger(f"{table}_follows", "BEFORE INSERT", table, "ROW", _call("follows_what_counts", column, kind))
