"""The stems of indexed texts as packed numbers, and room for where the words stand in them."""

from zlib import crc32

import numpy as np
from django.db import migrations, models

AT_ONCE = 500


def pack(apps, schema_editor):
    """`rebuild_search` fills in `spots`; until then a text is read when it is shown."""
    texts = apps.get_model("casestudies", "IndexedText").objects
    rows = texts.only("stems").order_by("pk").iterator(chunk_size=AT_ONCE)
    packed = []
    for row in rows:
        numbers = [crc32(stem.encode()) for stem in row.stems.split()]
        row.numbers = np.array(numbers, "<u4").tobytes()
        packed.append(row)
    texts.bulk_update(packed, ["numbers"], batch_size=AT_ONCE)


def forget(apps, schema_editor):
    """Numbers do not say which stems they were: `rebuild_search` writes the index anew."""
    for name in ("PostingBlock", "IndexedText", "IndexedWord"):
        apps.get_model("casestudies", name).objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("casestudies", "0013_what_was_public_when_merged")]

    operations = [
        migrations.AddField(
            model_name="indexedtext",
            name="numbers",
            field=models.BinaryField(
                default=b"",
                help_text="uint32: the numbers of the stems in order, passages parted by that of a bar.",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="indexedtext",
            name="spots",
            field=models.BinaryField(
                default=b"",
                help_text="Where the words of title, summary and passages stand, packed.",
            ),
        ),
        migrations.RunPython(pack, forget),
        migrations.RemoveField(model_name="indexedtext", name="stems"),
    ]
