"""For tests of backups: what is in one, others made of it, and quick empty databases."""

import gzip
import io
import json

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from collab_directory.backup import archive, making, restoring, schema, tables


def made():
    """A backup of the database as it is now, in bytes."""
    out = io.BytesIO()
    making.write(out)
    return out.getvalue()


def lines_of(backup):
    return [json.loads(line) for line in gzip.decompress(backup).splitlines()]


def packed(lines):
    return gzip.compress(b"".join(tables.line(line) for line in lines))


def written_anew(backup, change):
    """A backup with right digests and marks, its header and rows first changed by `change`."""
    reader = archive.Reader(io.BytesIO(backup))
    found = {name: [row for row, _size in rows] for name, rows in reader.tables()}
    header = dict(reader.header)
    change(header, found)
    out = io.BytesIO()
    writer = archive.Writer(out, header)
    for name, rows in found.items():
        writer.table(name, rows)
    writer.close()
    return out.getvalue()


def bring_back(backup, afterwards=lambda made_at: None):
    # What this test has written waits to be checked, and no table can be emptied before that
    connection.check_constraints()
    return restoring.restore(archive.Reader(io.BytesIO(backup)), afterwards=afterwards)


def sums():
    """What is in each table that a backup carries."""
    return {
        table.name: archive.sum_of(tables.rows(connection, table)) for table in tables.carried()
    }


def tables_without_migrating(other, wanted):
    """In place of `schema.migrate_to`, which takes ten seconds: the same tables, at once."""
    found = schema.apps_at(other, wanted).get_models()
    models = [model for model in found if not model._meta.proxy]
    with other.schema_editor() as editor:
        for model in models:
            editor.create_model(model)
    recorder = MigrationRecorder(other)
    recorder.ensure_schema()
    recorder.migration_qs.bulk_create(
        recorder.Migration(app=app, name=name) for app, name in sorted(wanted)
    )
