"""What the tests of the admin read from its pages, and send back."""

from django.urls import reverse
from django.utils import timezone
from zeal import zeal_ignore

LIST = "admin:casestudies_casestudy_changelist"
CHANGE = "admin:casestudies_casestudy_change"
TODAY = timezone.localdate()


def shown(page):
    """The case studies of the list's page."""
    return {str(study) for study in page.context["cl"].result_list}


def form_of(client, study=None):
    """What a browser would send back from the form as it was opened."""
    address = reverse(CHANGE, args=[study.pk]) if study else reverse(LIST) + "add/"
    context = client.get(address).context
    forms = [context["adminform"].form]
    sent = {}
    for inline in context["inline_admin_formsets"]:
        management = inline.formset.management_form
        sent |= {f"{management.prefix}-{n}": management[n].value() for n in management.fields}
        forms += inline.formset.forms
    for form in forms:
        for field in form:
            if field.field.disabled:
                continue
            value = field.value()
            if isinstance(value, list):
                value = [getattr(item, "pk", item) for item in value]
            if value is not None and value is not False:
                sent[field.html_name] = value
    return address, sent


def save(client, address, sent):
    """Each line that is saved is checked by itself, so here queries do grow with lines."""
    with zeal_ignore():
        return client.post(address, sent)


def messages_of(page):
    return [str(message) for message in page.context["messages"]]


def move_address(study, name):
    return reverse(f"admin:casestudies_casestudy_{name}", args=[study.pk])
