"""Whether words were taken from the public of entries that are still there.

What is kept outside of the database, such as a booklet, is known by the entries in it. That does
not tell of a version that was withheld, nor of a person who was taken out of texts and credits.
"""

import datetime as dt

from casestudies.models import Version
from collab_directory.audit.models import AuditRecord

# What takes somebody out of texts, earlier versions and credits among them
ERASING = (
    *("person.erased", "person.erased_again"),
    *("member.left", "member.lapsed", "member.removed"),
)


def since(moment: dt.datetime) -> bool:
    withheld = Version.objects.filter(withheld_at__gte=moment)
    erased = AuditRecord.objects.filter(at__gte=moment, action__in=ERASING)
    return withheld.exists() or erased.exists()
