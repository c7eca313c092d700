"""The categories that discussions begin with. From then on they are the working group's to edit."""

from django.db import migrations

CATEGORIES = [
    ("questions", "Questions", "How something is done, and who has done it."),
    ("experiences", "Experiences", "What was tried, and what came of it, good or bad."),
    ("partners", "Looking for partners", "Somebody to work with, or to visit."),
    ("legal", "Legal and data sharing", "Agreements, liability, governance, personal data."),
    ("funding", "Funding", "Where money comes from, and what it was spent on."),
    ("directory", "The directory itself", "What is missing here, or could be better."),
]


def add(apps, schema_editor):
    categories = apps.get_model("network", "DiscussionCategory").objects
    for position, (slug, name, hint) in enumerate(CATEGORIES):
        values = {"name": name, "hint": hint, "position": position}
        categories.get_or_create(slug=slug, defaults=values)


def take_away(apps, schema_editor):
    """Those in which nothing was written."""
    categories = apps.get_model("network", "DiscussionCategory").objects
    slugs = [slug for slug, _name, _hint in CATEGORIES]
    categories.filter(slug__in=slugs, topics=None).delete()


class Migration(migrations.Migration):
    dependencies = [("network", "0002_roles")]

    operations = [migrations.RunPython(add, take_away)]
