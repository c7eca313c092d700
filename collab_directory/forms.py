"""How every form of the site looks: one renderer, whose templates are in templates/forms/."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Draws error summary, label, hint, error and control, so that a page only says `{{ form }}`.

    Widgets are ours too: `templates/django/forms/widgets/` comes before Django's own templates.
    """

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
