"""Rows that say who has which form open."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OpenForm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("target_type", models.CharField(editable=False, max_length=100)),
                ("target_id", models.CharField(editable=False, max_length=64)),
                ("opened_at", models.DateTimeField(editable=False, verbose_name="opened")),
                (
                    "until",
                    models.DateTimeField(
                        db_index=True, editable=False, verbose_name="believed until"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
            ],
            options={
                "verbose_name": "open form",
                "verbose_name_plural": "open forms",
                "ordering": ["opened_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("target_type", "target_id", "user"), name="form_open_once_for_each"
                    )
                ],
            },
        ),
    ]
