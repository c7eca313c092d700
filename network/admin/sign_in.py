"""What allauth would show in the admin: nothing that anybody needs, and secrets."""

from allauth.account.admin import EmailAddress
from allauth.mfa.admin import Authenticator
from django.contrib import admin

# Registered by the imports above, whichever of the apps is looked at first
admin.site.unregister([EmailAddress, Authenticator])
