"""Let somebody in who has lost phone and recovery codes: `remove_second_step you@example.org`."""

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from collab_directory import audit
from network.sign_in import factors


class Command(BaseCommand):
    help = (
        "Take the second step of signing in away from an account. Be sure who asks for it: an "
        "editor then sets up a new one with a code by mail alone."
    )

    def add_arguments(self, parser):
        parser.add_argument("email", help="Their e-mail address.")

    @transaction.atomic
    def handle(self, *, email, **options):
        users = User.objects.filter(email__iexact=email.strip())
        if not users:
            raise CommandError(f"There is no account of {email}.")
        taken = [user for user in users if factors.take_away(user)]
        for user in taken:
            audit.record("user.second_step_removed", user, by=None)
        self.stdout.write(
            f"{email} sets up a new second step at the next visit."
            if taken
            else f"{email} has no second step."
        )
