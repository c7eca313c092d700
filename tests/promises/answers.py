"""`python -m tests.promises.answers`: the order of many answers on the database of the settings.

Run in a process of its own, so that one test can compare two databases.
"""

import json
import sys

QUESTIONS = 300


def answers() -> list[list[str]]:
    """The slugs that each random question finds, in order."""
    from django.http import QueryDict

    from casestudies.directory import Directory
    from casestudies.models import CaseStudy
    from tests.promises.questions import TEXTS, random_questions

    slugs = dict(CaseStudy.objects.values_list("pk", "slug"))
    asked = [*random_questions(QUESTIONS), *(f"q={text}" for text in TEXTS)]
    return [[slugs[pk] for pk in Directory(QueryDict(query)).pks()] for query in asked]


def main() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("load_content", verbosity=0)
    json.dump(answers(), sys.stdout)


if __name__ == "__main__":
    main()
