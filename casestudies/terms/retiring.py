"""A term that nothing new should choose. It stays where it was chosen, or another replaces it."""

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext as _

from casestudies import changes, signals
from casestudies.editorial import NotPossible
from casestudies.imports.marks import following
from casestudies.terms.merging import Term, action, lock, move, require, studies_of
from collab_directory import audit


def retire(term: Term, *, by: User, replacement: Term | None = None) -> bool:
    """Offer it no longer. False where it is retired already, with the same replacement.

    With a replacement, everything that names the term names that instead, and its address leads
    there. Without one, entries keep it, and its page says that it is retired.
    """
    require(by, term, "change")
    if replacement is not None and replacement.pk == term.pk:
        raise NotPossible(_("Choose another one to replace it."))
    with changes.one_change() as touched:
        here = lock(term, *filter(None, [replacement]))
        if term.pk not in here:
            raise NotPossible(_("“%s” is gone.") % term)
        now = here[term.pk]
        new = here.get(replacement.pk) if replacement is not None else None
        if replacement is not None and (new is None or new.is_retired):
            raise NotPossible(_("“%s” is not offered any more. Choose another.") % replacement)
        if now.is_retired and now.replaced_by_id == (new and new.pk):
            return False
        type(term)._default_manager.filter(pk=now.pk).update(
            retired_on=now.retired_on or timezone.localdate(), replaced_by=new
        )
        if new is not None:
            touched |= studies_of(now)
            with following(now, studies_of(now)):
                move(now, new, with_own=False)
            signals.term_moved.send(type(term), was=now.slug, now=new.slug)
        said = {"replaced_by": str(new)} if new is not None else {}
        audit.record(action(now, "retired"), now, by=by, **said)
    term.refresh_from_db()
    return True


def offer_again(term: Term, *, by: User) -> bool:
    """Let it be chosen again. What went to its replacement stays there."""
    require(by, term, "change")
    with changes.one_change():
        retired = type(term)._default_manager.filter(pk=term.pk, retired_on__isnull=False)
        if not retired.update(retired_on=None, replaced_by=None):
            return False
        audit.record(action(term, "offered_again"), term, by=by)
    term.refresh_from_db()
    return True
