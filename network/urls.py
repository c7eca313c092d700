"""The addresses of the network: reaching people, and what letters link to."""

from django.urls import path

from network.views import (
    account,
    account_address,
    account_alerts,
    contact,
    contribute,
    corrections,
    discussion_posts,
    discussions,
    enquiries,
    introductions,
    leaders,
    mail_events,
    members,
    membership,
    messages,
    own_data,
    sign_ins,
    staying,
    updates,
    verification,
)

app_name = "network"

urlpatterns = [
    path("case-studies/<slug:slug>/contact/", contact.contact_leader, name="contact_leader"),
    path("case-studies/<slug:slug>/correct/", corrections.correct, name="correct"),
    path("network/", membership.network, name="network"),
    path("network/join/", membership.join, name="join"),
    path("network/members/", members.members, name="members"),
    path("network/members/<str:handle>/introduce/", introductions.introduce, name="introduce"),
    path("network/stay/<str:token>/", staying.stay, name="stay"),
    path("network/introductions/<str:token>/", introductions.introduction, name="introduction"),
    path("network/contribute/", contribute.contribute, name="contribute"),
    path("network/contribute/new/", contribute.contribution_new, name="contribution_new"),
    path("network/contribute/<slug:reference>/", contribute.contribution, name="contribution"),
    path(
        "network/contribute/<slug:reference>/check/",
        contribute.contribution_check,
        name="contribution_check",
    ),
    path(
        "network/contribute/<slug:reference>/end/",
        contribute.contribution_end,
        name="contribution_end",
    ),
    path(
        "network/contribute/<slug:reference>/<slug:step>/",
        contribute.contribution_step,
        name="contribution_step",
    ),
    path(
        "network/requests/confirm/<str:token>/", membership.request_confirm, name="request_confirm"
    ),
    path("network/requests/<str:token>/", membership.request, name="request"),
    path("network/corrections/<str:token>/", corrections.correction, name="correction"),
    path("network/data/<str:token>/", own_data.own_data, name="own_data"),
    path("network/messages/<str:token>/", messages.message, name="message"),
    path("network/enquiries/<str:token>/", enquiries.enquiry, name="enquiry"),
    path("network/confirm/<str:token>/", enquiries.confirm, name="confirm"),
    path("network/answered/<str:token>/", enquiries.answered, name="answered"),
    path("network/leader/", leaders.leader_link, name="leader_link"),
    path("network/leader/<str:token>/", leaders.leader, name="leader"),
    path("network/leader/<str:token>/pause/", leaders.leader_pause, name="leader_pause"),
    path("network/leader/<str:token>/correct/", leaders.leader_correct, name="leader_correct"),
    path(
        "network/leader/<str:token>/hand-over/", leaders.leader_hand_over, name="leader_hand_over"
    ),
    path("network/leader/<str:token>/leave/", leaders.leader_leave, name="leader_leave"),
    path("network/verify/thanks/", verification.verify_thanks, name="verify_thanks"),
    path("network/verify/<str:token>/", verification.verify, name="verify"),
    path("network/verify/<str:token>/changed/", verification.verify_changed, name="verify_changed"),
    path("network/verify/<str:token>/ended/", verification.verify_ended, name="verify_ended"),
    path(
        "network/verify/<str:token>/not-mine/", verification.verify_not_mine, name="verify_not_mine"
    ),
    path("network/mail-events/", mail_events.mail_events, name="mail_events"),
    path("updates/", updates.updates, name="updates"),
    path("updates/asked/", updates.updates_asked, name="updates_asked"),
    path("updates/weekly/<str:day>/", updates.updates_week, name="updates_week"),
    path("updates/confirm/<str:token>/", updates.updates_confirm, name="updates_confirm"),
    path("updates/<str:token>/", updates.updates_own, name="updates_own"),
    path("updates/<str:token>/stop/", updates.updates_stop, name="updates_stop"),
    path("updates/<str:token>/<int:number>/", updates.updates_change, name="updates_change"),
    path("network/account/", account.account, name="account"),
    path("network/account/introductions/", introductions.introductions, name="introductions"),
    path(
        "network/account/introductions/<str:reference>/",
        introductions.introduction_own,
        name="introduction_own",
    ),
    path("network/account/data.json", account.account_data, name="account_data"),
    path("network/account/leave/", account.account_leave, name="account_leave"),
    path("network/account/alerts/", account_alerts.account_alerts, name="account_alerts"),
    path(
        "network/account/alerts/<int:number>/", account_alerts.account_alert, name="account_alert"
    ),
    path("network/account/address/", account_address.account_address, name="account_address"),
    path(
        "network/account/address/<str:token>/",
        account_address.address_confirm,
        name="address_confirm",
    ),
    path("network/account/sign-ins/", sign_ins.sign_ins, name="sign_ins"),
    path("network/left/", account.account_left, name="account_left"),
    path("network/discussions/", discussions.discussions, name="discussions"),
    path("network/discussions/new/", discussions.discussion_new, name="discussion_new"),
    path(
        "network/discussions/<int:number>-<slug:slug>/", discussions.discussion, name="discussion"
    ),
    path(
        "network/discussions/<int:number>/change/",
        discussion_posts.discussion_change,
        name="discussion_change",
    ),
    path(
        "network/discussions/posts/<int:number>/",
        discussion_posts.discussion_post,
        name="discussion_post",
    ),
    path(
        "network/discussions/posts/<int:number>/edit/",
        discussion_posts.discussion_edit,
        name="discussion_edit",
    ),
    path(
        "network/discussions/posts/<int:number>/delete/",
        discussion_posts.discussion_delete,
        name="discussion_delete",
    ),
    path(
        "network/discussions/posts/<int:number>/report/",
        discussion_posts.discussion_report,
        name="discussion_report",
    ),
    path(
        "network/discussions/stop/<str:token>/",
        discussion_posts.discussion_stop,
        name="discussion_stop",
    ),
]
