"""Decisions are only ever added: the database refuses to change, delete, replace or empty them, whoever asks."""

from django.db import migrations

REFUSAL = "decisions are only ever added; take one back with another decision"

SQLITE = [
    f"CREATE TRIGGER casebook_decision_no_update BEFORE UPDATE ON casebook_decision BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    f"CREATE TRIGGER casebook_decision_no_delete BEFORE DELETE ON casebook_decision BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    # INSERT OR REPLACE deletes without asking the trigger above unless a pragma is set, so it is stopped here.
    "CREATE TRIGGER casebook_decision_no_replace BEFORE INSERT ON casebook_decision "
    "WHEN EXISTS (SELECT 1 FROM casebook_decision WHERE id = NEW.id OR number = NEW.number) "
    "BEGIN SELECT RAISE(ABORT, 'decisions are only ever added; take one back with another decision'); END",
]
POSTGRESQL = [
    "CREATE FUNCTION casebook_decision_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE TRIGGER casebook_decision_no_change BEFORE UPDATE OR DELETE ON casebook_decision "
    "FOR EACH ROW EXECUTE FUNCTION casebook_decision_refuse()",
    "CREATE TRIGGER casebook_decision_no_truncate BEFORE TRUNCATE ON casebook_decision "
    "FOR EACH STATEMENT EXECUTE FUNCTION casebook_decision_refuse()",
]
STATEMENTS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def guard(apps, schema_editor):
    for statement in STATEMENTS[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("casebook", "0001_initial")]
    operations = [migrations.RunPython(guard)]
