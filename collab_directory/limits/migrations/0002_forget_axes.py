"""Codes by mail have taken the place of passwords, and our own limits that of django-axes.

Its tables hold account names and addresses of clients that nothing would delete any more.
"""

from django.db import migrations

TABLES = (
    "axes_accessattemptexpiration",
    "axes_accessattempt",
    "axes_accesslog",
    "axes_accessfailurelog",
)


def forget(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        there = set(schema_editor.connection.introspection.table_names(cursor))
    for table in TABLES:
        if table in there:
            schema_editor.execute(f"DROP TABLE {schema_editor.quote_name(table)}")


class Migration(migrations.Migration):
    dependencies = [("limits", "0001_initial_limits")]
    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
