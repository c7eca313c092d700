"""The accounts of editors. Only administrators see them."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import User
from django.core.validators import validate_email
from django.forms import CheckboxSelectMultiple, ModelForm, ModelMultipleChoiceField
from django.utils.translation import gettext_lazy as _

from casestudies.admin.base import AuditedAdmin, plain_renderer

admin.site.unregister(User)


class AccountForm(ModelForm):
    """People sign in with a code that is mailed to them: their address is their account's name."""

    default_renderer = plain_renderer

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "username" in self.fields:
            self.fields["username"].label = _("Email address")
            self.fields["username"].help_text = _("Where the codes go to sign in with.")

    def clean_username(self):
        username = self.cleaned_data["username"].lower()
        if username != self.initial.get("username"):
            validate_email(username)
        return username


@admin.register(User)
class AccountAdmin(AuditedAdmin, UserAdmin):
    add_form = form = AccountForm
    add_form_template = None  # Django's speaks of passwords
    list_display = ("username", "first_name", "last_name", "roles_column", "is_active")
    list_filter = ("groups", "is_active")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username",)}),
        (_("Person"), {"fields": ("first_name", "last_name")}),
        (
            _("What they may do"),
            {
                "fields": ("is_active", "groups"),
                "description": _(
                    "Switch an account off rather than deleting it: what the person did stays "
                    "readable."
                ),
            },
        ),
        (_("When"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("username", "groups")}),)
    readonly_fields = ("last_login", "date_joined")

    def get_urls(self):
        """Nobody has a password, so there is no page to give one."""
        of_passwords = "auth_user_password_change"
        return [pattern for pattern in super().get_urls() if pattern.name != of_passwords]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("roles"))
    def roles_column(self, user):
        names = [group.name for group in user.groups.all()]
        return ", ".join(names) or ("–" if not user.is_superuser else _("all rights"))

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        if db_field.name == "groups":
            kwargs["widget"] = CheckboxSelectMultiple
        field: ModelMultipleChoiceField = super().formfield_for_manytomany(
            db_field, request, **kwargs
        )
        if db_field.name == "groups":
            field.label, field.help_text = _("Roles"), ""
        return field

    def has_change_permission(self, request, obj=None):
        """Whoever could change a superuser's address would be a superuser."""
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        if obj is not None and (obj == request.user or obj.is_superuser):
            return False
        return super().has_delete_permission(request, obj)

    def save_model(self, request, obj, form, change):
        obj.email = obj.username if "@" in obj.username else obj.email
        if not change:
            obj.is_staff = True
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)


# Made by a migration, so they are read here and given on the account's page.
GroupAdmin.list_display = ("name",)
