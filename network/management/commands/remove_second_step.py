"""Let somebody in who has lost phone and recovery codes: `remove_second_step you@example.org`."""

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from network.actions import second_steps


class Command(BaseCommand):
    help = (
        "Take the second step of signing in away from an account. Be sure who asks for it: an "
        "editor then sets up a new one with a code by mail alone."
    )

    def add_arguments(self, parser):
        parser.add_argument("email", help="Their email address.")

    def handle(self, *, email, **options):
        users = User.objects.filter(email__iexact=email.strip())
        if not users:
            raise CommandError(f"There is no account of {email}.")
        now = timezone.now()
        taken = [user for user in users if second_steps.take_away(user, by=None, at=now)]
        self.stdout.write(
            f"{email} sets up a new second step at the next visit."
            if taken
            else f"{email} has no second step."
        )
