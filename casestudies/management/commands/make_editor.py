"""Make an account for the admin: `make_editor you@example.org --role Publisher`."""

import getpass
import secrets
import sys

from django.contrib.auth.models import Group, User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from casestudies.roles import Role
from collab_directory import audit

# Without the letters and figures that are taken for each other when somebody copies them
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


class Command(BaseCommand):
    help = "Make or change the account of somebody who works in the admin. May be repeated."

    def add_arguments(self, parser):
        parser.add_argument("email", help="Their e-mail address; they sign in with it.")
        parser.add_argument(
            "--role", default=Role.PUBLISHER.value, help=f"One of: {', '.join(Role.values)}."
        )
        parser.add_argument(
            "--new-password", action="store_true", help="Replace the password of an account."
        )
        parser.add_argument(
            "--no-input", action="store_true", help="Ask nothing: make up the password."
        )

    def handle(self, *, email, role, new_password, no_input, **options):
        email = self._address(email)
        role = self._role(role)
        user = User.objects.filter(username__iexact=email).first()
        password = None
        if user is None or new_password or not user.has_usable_password():
            # Asked before anything is written: giving up here leaves nothing half made.
            password, made_up = self._password(email, no_input)
        with transaction.atomic():
            said = self._save(user, email, role, password)
        for line in said:
            self.stdout.write(line)
        if password is None:
            self.stdout.write("The password is as it was. Change it with --new-password.")
        elif made_up:
            self.stdout.write(f"The password, shown this once: {password}")

    def _address(self, email):
        email = email.strip().lower()
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"“{email}” is not an e-mail address.") from None
        return email

    def _role(self, name):
        for role in Role:
            if role.value.lower() == name.strip().lower():
                return role
        raise CommandError(f"There is no role “{name}”. Choose one of: {', '.join(Role.values)}.")

    def _password(self, email, no_input):
        """A password, and whether it was made up here."""
        if no_input or not sys.stdin.isatty():
            groups = ("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(5))
            return "-".join(groups), True
        while True:
            password = getpass.getpass(f"Password for {email}: ")
            try:
                validate_password(password, User(username=email, email=email))
            except ValidationError as problem:
                self.stderr.write(" ".join(problem.messages))
                continue
            if getpass.getpass("The same again: ") == password:
                return password, False
            self.stderr.write("The two were not the same.")

    def _save(self, user, email, role, password):
        """What was done, in words."""
        group = Group.objects.filter(name=role.value).first()
        if group is None:
            raise CommandError("The roles are not there yet. Run “manage.py migrate” first.")
        said = []
        if user is None:
            user = User(username=email)
            said.append(f"{email} is now {role.value}.")
        else:
            had = list(user.groups.filter(name__in=Role.values).values_list("name", flat=True))
            if had == [role.value]:
                said.append(f"{email} is {role.value} already.")
            else:
                said.append(f"{email} was {', '.join(had) or 'without a role'}; now {role.value}.")
            if not user.is_active:
                said.append("The account was switched off; it is on again.")
        user.email, user.is_staff, user.is_active = email, True, True
        if password is not None:
            user.set_password(password)
        user.save()
        user.groups.remove(*user.groups.filter(name__in=Role.values).exclude(pk=group.pk))
        user.groups.add(group)
        audit.record("user.role_given", user, by=None, role=role.value)
        return said
