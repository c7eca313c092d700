"""Every public address of the site, by the name of its pattern, with one address that exists.

A new pattern that is not listed here fails `test_permissions`.
"""

import html
import io
import zipfile

from django.urls import URLPattern, URLResolver, get_resolver

from tests.pdf import text_of

# Each leads to the same answer for everybody: nothing public depends on who asks.
PUBLIC = {
    "healthz": "/healthz",
    "readyz": "/readyz",
    "about": "/about/",
    "accessibility": "/accessibility/",
    "privacy": "/privacy/",
    "cookies": "/cookies/",
    "network:network": "/network/",
    "network:account_left": "/network/left/",
    "network:verify_thanks": "/network/verify/thanks/",
    "casestudies:home": "/",
    "casestudies:directory": "/case-studies/",
    "casestudies:directory_json": "/case-studies.json",
    "casestudies:directory_csv": "/case-studies.csv",
    "casestudies:directory_xlsx": "/case-studies.xlsx",
    "casestudies:directory_atom": "/case-studies.atom",
    "casestudies:feed": "/feeds/case-studies.atom",
    "casestudies:data": "/data/",
    "casestudies:suggest": "/case-studies/suggest",
    "casestudies:a_to_z": "/case-studies/a-z/",
    "casestudies:overview": "/overview/",
    "casestudies:overview_pdf": "/overview.pdf",
    "casestudies:map": "/case-studies/map/",
    "casestudies:like_ours": "/case-studies/like-ours/",
    "casestudies:compare": "/case-studies/compare/",
    "casestudies:case_study": "/case-studies/margate-task-force/",
    "casestudies:case_study_pdf": "/case-studies/margate-task-force.pdf",
    "casestudies:directory_pdf": "/case-studies.pdf?region=wales",
    "casestudies:case_study_png": "/case-studies/margate-task-force.png",
    "casestudies:site_png": "/site.png",
    "casestudies:versions": "/case-studies/margate-task-force/versions/",
    "casestudies:version": "/case-studies/margate-task-force/versions/1/",
    "casestudies:version_bib": "/case-studies/margate-task-force/versions/1.bib",
    "casestudies:version_ris": "/case-studies/margate-task-force/versions/1.ris",
    "casestudies:version_changes": "/case-studies/margate-task-force/versions/1/changes/",
    "casestudies:service": "/services/police/",
    "casestudies:type": "/types/shared-premises/",
    "casestudies:region": "/regions/wales/",
    "casestudies:areas": "/areas/",
    "casestudies:area": "/areas/kent/",
    "casestudies:organisations": "/organisations/",
    "casestudies:organisation": "/organisations/kent-police/",
    "casestudies:guidance": "/guidance/",
    "casestudies:insights": "/insights/",
    "casestudies:insights_csv": "/insights/figures.csv",
    "casestudies:success_factors": "/guidance/success-factors/",
    "casestudies:success_factor": "/guidance/success-factors/shared-purpose/",
    "casestudies:national": "/guidance/national/",
    "casestudies:funding": "/guidance/funding/",
    "casestudies:glossary": "/guidance/glossary/",
    "casestudies:toolkit": "/guidance/toolkit/",
    "casestudies:toolkit_document": "/guidance/toolkit/readiness-self-check/",
    "casestudies:toolkit_file": "/guidance/toolkit/readiness-self-check.docx",
    "casestudies:self_check": "/guidance/self-check/",
    "api:page": "/api/",
    "api:index": "/api/v1/",
    "api:case_studies": "/api/v1/case-studies/",
    "api:case_study": "/api/v1/case-studies/margate-task-force/",
    "api:version": "/api/v1/case-studies/margate-task-force/versions/1/",
    "api:organisations": "/api/v1/organisations/",
    "api:organisation": "/api/v1/organisations/kent-police/",
    "api:areas": "/api/v1/areas/",
    "api:area": "/api/v1/areas/kent/",
    "api:services": "/api/v1/terms/services/",
    "api:types": "/api/v1/terms/types/",
    "api:regions": "/api/v1/terms/regions/",
    "api:glossary": "/api/v1/terms/glossary/",
    "api:funding": "/api/v1/terms/funding/",
    "api:programmes": "/api/v1/terms/programmes/",
    "api:guidance": "/api/v1/guidance/",
    "api:factor": "/api/v1/guidance/shared-purpose/",
    "api:openapi": "/api/v1/openapi.json",
    "machines:sitemap": "/sitemap.xml",
    "machines:sitemap_part": "/sitemap-1.xml",
    "machines:opensearch": "/opensearch.xml",
    "machines:suggestions": "/opensearch/suggestions?q=ken",
    "machines:robots_txt": "/robots.txt",
    "machines:security_txt": "/.well-known/security.txt",
    "network:updates_asked": "/updates/asked/",
    "network:updates_week": "/updates/weekly/2026-11-12/",
}

# Anybody may read and send these; they set the cookie that shows a form was not forged.
FORMS = {
    "contact": "/contact/",
    "network:contact_leader": "/case-studies/margate-task-force/contact/",
    "network:correct": "/case-studies/margate-task-force/correct/",
    "network:leader_link": "/network/leader/",
    # Two names of one page, because allauth asks for both
    "account_login": "/network/sign-in/",
    "account_request_login_code": "/network/sign-in/",
    "network:updates": "/updates/",
    "network:join": "/network/join/",
    # No form; but what it lists depends on who looks, so nobody on the way keeps it
    "network:discussions": "/network/discussions/",
}

# For those who have signed in, or have begun to; others are led to the beginning.
SIGN_IN = {
    "account_confirm_login_code": "/network/sign-in/code/",
    "mfa_authenticate": "/network/sign-in/second-step/",
    "account_logout": "/network/sign-out/",
    "network:sign_ins": "/network/account/sign-ins/",
    "mfa_index": "/network/account/second-step/",
    "mfa_reauthenticate": "/network/account/second-step/again/",
    "mfa_activate_totp": "/network/account/second-step/app/",
    "mfa_login_webauthn": "/network/sign-in/passkey/",
    "mfa_add_webauthn": "/network/account/second-step/passkey/",
    "mfa_remove_webauthn": "/network/account/second-step/passkey/1/remove/",
    "mfa_deactivate_totp": "/network/account/second-step/app/remove/",
    "mfa_view_recovery_codes": "/network/account/second-step/codes/",
    "mfa_generate_recovery_codes": "/network/account/second-step/codes/new/",
}

# Behind a secret that a letter or a redirect gives; here with one that nobody was given.
TOKENS = {
    "casestudies:preview": "/preview/a-secret-that-was-never-given-out/",
    "network:introduction": "/network/introductions/a-secret-that-was-never-given-out/",
    "network:stay": "/network/stay/a-secret-that-was-never-given-out/",
    "network:enquiry": "/network/enquiries/a-secret-that-was-never-given-out/",
    "network:confirm": "/network/confirm/a-secret-that-was-never-given-out/",
    "network:answered": "/network/answered/a-secret-that-was-never-given-out/",
    "network:correction": "/network/corrections/a-secret-that-was-never-given-out/",
    "network:message": "/network/messages/a-secret-that-was-never-given-out/",
    "network:own_data": "/network/data/a-secret-that-was-never-given-out/",
    "network:leader": "/network/leader/a-secret-that-was-never-given-out/",
    "network:leader_pause": "/network/leader/a-secret-that-was-never-given-out/pause/",
    "network:leader_correct": "/network/leader/a-secret-that-was-never-given-out/correct/",
    "network:leader_hand_over": "/network/leader/a-secret-that-was-never-given-out/hand-over/",
    "network:leader_leave": "/network/leader/a-secret-that-was-never-given-out/leave/",
    "network:verify": "/network/verify/a-secret-that-was-never-given-out/",
    "network:verify_changed": "/network/verify/a-secret-that-was-never-given-out/changed/",
    "network:verify_ended": "/network/verify/a-secret-that-was-never-given-out/ended/",
    "network:verify_not_mine": "/network/verify/a-secret-that-was-never-given-out/not-mine/",
    "network:updates_confirm": "/updates/confirm/a-secret-that-was-never-given-out/",
    "network:updates_own": "/updates/a-secret-that-was-never-given-out/",
    "network:updates_stop": "/updates/a-secret-that-was-never-given-out/stop/",
    "network:updates_change": "/updates/a-secret-that-was-never-given-out/1/",
    "network:discussion_stop": "/network/discussions/stop/a-secret-that-was-never-given-out/",
    "network:address_confirm": "/network/account/address/a-secret-that-was-never-given-out/",
    "network:request": "/network/requests/a-secret-that-was-never-given-out/",
    "network:request_confirm": "/network/requests/confirm/a-secret-that-was-never-given-out/",
}

# For those who belong: a visitor is asked to sign in, and for anybody else nothing is there.
MEMBERS = {
    "network:account": "/network/account/",
    "network:account_data": "/network/account/data.json",
    "network:account_alerts": "/network/account/alerts/",
    "network:account_address": "/network/account/address/",
    "network:account_leave": "/network/account/leave/",
    "network:members": "/network/members/",
    "network:contribute": "/network/contribute/",
    "network:contribution_new": "/network/contribute/new/",
    "network:introductions": "/network/account/introductions/",
    "network:discussion_new": "/network/discussions/new/",
}

# Of one thing that members read, by its number; here with one that nothing has. To a visitor all of
# them are the same, whether or not something is there.
NUMBERED = {
    "network:contribution": "/network/contribute/P-2222-2222/",
    "network:contribution_step": "/network/contribute/P-2222-2222/what/",
    "network:contribution_check": "/network/contribute/P-2222-2222/check/",
    "network:contribution_end": "/network/contribute/P-2222-2222/end/",
    "network:account_alert": "/network/account/alerts/987654/",
    "network:discussion": "/network/discussions/987654-nothing/",
    "network:discussion_change": "/network/discussions/987654/change/",
    "network:discussion_post": "/network/discussions/posts/987654/",
    "network:discussion_edit": "/network/discussions/posts/987654/edit/",
    "network:discussion_delete": "/network/discussions/posts/987654/delete/",
    "network:discussion_report": "/network/discussions/posts/987654/report/",
    "network:introduce": "/network/members/nobody-is-called-so/introduce/",
    "network:introduction_own": "/network/account/introductions/I-9999-9999/",
}

# Only ever told something, by a machine that signs it; nothing is here until a secret is set.
MACHINES = {
    "network:mail_events": "/network/mail-events/",
}


def patterns(resolver=None, prefix="") -> set[str]:
    """The names of every pattern outside the admin, which has a table of its own."""
    found = set()
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace != "admin":
                inside = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
                found |= patterns(entry, inside)
        elif isinstance(entry, URLPattern):
            found.add(f"{prefix}{entry.name}")
    return found


def body_of(response) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content.startswith(b"PK\x03\x04"):  # an office file: what is in it
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            texts = [parts.read(n) for n in parts.namelist() if n.endswith((".xml", ".rels"))]
        # As it is read: a letter may be written by its number there
        return html.unescape(b"\n".join(texts).decode("utf-8"))
    if content.startswith(b"\x89PNG"):
        return ""  # its words are drawn; which they are is tested where it is made
    if content.startswith(b"%PDF"):
        return text_of(content)
    return content.decode("utf-8")
