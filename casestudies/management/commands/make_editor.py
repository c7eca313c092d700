"""Make an account for the admin: `make_editor you@example.org --role Publisher`."""

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from casestudies.roles import Role
from collab_directory import audit


class Command(BaseCommand):
    help = "Make or change the account of somebody who works in the admin. May be repeated."

    def add_arguments(self, parser):
        parser.add_argument("email", help="Their email address; the codes to sign in go there.")
        parser.add_argument(
            "--role", default=Role.PUBLISHER.value, help=f"One of: {', '.join(Role.values)}."
        )

    def handle(self, *, email, role, **options):
        email = self._address(email)
        role = self._role(role)
        user = User.objects.filter(username__iexact=email).first()
        with transaction.atomic():
            said = self._save(user, email, role)
        for line in said:
            self.stdout.write(line)
        self.stdout.write(f"Sign in at {settings.SITE_URL}/{settings.ADMIN_URL}: we mail a code.")
        if settings.DEBUG:
            self.stdout.write(f"On this machine it comes to {settings.SITE_URL}/letters/.")

    def _address(self, email):
        email = email.strip().lower()
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"“{email}” is not an email address.") from None
        return email

    def _role(self, name):
        for role in Role:
            if role.value.lower() == name.strip().lower():
                return role
        raise CommandError(f"There is no role “{name}”. Choose one of: {', '.join(Role.values)}.")

    def _save(self, user, email, role):
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
        if user.has_usable_password():  # another one each time would sign them out
            user.set_unusable_password()
        user.save()
        user.groups.remove(*user.groups.filter(name__in=Role.values).exclude(pk=group.pk))
        user.groups.add(group)
        audit.record("user.role_given", user, by=None, role=role.value)
        return said
