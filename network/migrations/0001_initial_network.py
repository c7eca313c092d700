import uuid

import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import network.models.references


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "__first__"),
        ("casestudies", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ConfirmedAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("confirmed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="DiscussionCategory",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "slug",
                    models.SlugField(max_length=60, unique=True, verbose_name="name in addresses"),
                ),
                ("name", models.CharField(max_length=60, unique=True, verbose_name="name")),
                (
                    "hint",
                    models.CharField(blank=True, max_length=150, verbose_name="what belongs in it"),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
            ],
            options={
                "verbose_name": "category of discussions",
                "verbose_name_plural": "categories of discussions",
                "ordering": ["position", "name"],
            },
        ),
        migrations.CreateModel(
            name="DoNotMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                (
                    "at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="since"
                    ),
                ),
            ],
            options={
                "verbose_name": "address not to be written to",
                "verbose_name_plural": "addresses not to be written to",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "digest",
                    models.CharField(
                        db_index=True, editable=False, max_length=64, verbose_name="whose"
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="when"
                    ),
                ),
                (
                    "what",
                    models.JSONField(default=dict, editable=False, verbose_name="how much of what"),
                ),
            ],
            options={
                "verbose_name": "erasure on request",
                "verbose_name_plural": "erasures on request",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ReturnedLetter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("event_id", models.CharField(max_length=128, unique=True)),
                (
                    "message_id",
                    models.CharField(blank=True, max_length=200, verbose_name="message id"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("permanent", "for good"),
                            ("temporary", "for now"),
                            ("complaint", "marked as unwanted"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("status", models.CharField(blank=True, max_length=20, verbose_name="status")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("received_at", models.DateTimeField(verbose_name="came back")),
                ("handled_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "returned letter",
                "verbose_name_plural": "returned letters",
                "ordering": ["-received_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Clearing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="when"
                    ),
                ),
                ("rule", models.CharField(editable=False, max_length=60, verbose_name="rule")),
                ("number", models.PositiveIntegerField(editable=False, verbose_name="how many")),
            ],
            options={
                "verbose_name": "erasure when its time came",
                "verbose_name_plural": "erasures when their time came",
                "ordering": ["-at", "rule"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("number__gt", 0)), name="clearing_of_something"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GroupMessage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        default=network.models.references.new_message_reference,
                        editable=False,
                        max_length=20,
                        unique=True,
                        verbose_name="reference",
                    ),
                ),
                ("form_key", models.UUIDField(editable=False, unique=True)),
                (
                    "subject",
                    models.CharField(
                        choices=[
                            ("content", "A case study, or one that is missing"),
                            ("network", "The peer network"),
                            ("accessibility", "I cannot use part of this site"),
                            ("data-protection", "A complaint about my personal data"),
                            ("press", "Press"),
                            ("other", "Something else"),
                        ],
                        max_length=20,
                        verbose_name="subject",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=100, verbose_name="name")),
                (
                    "email",
                    models.CharField(blank=True, max_length=254, verbose_name="email address"),
                ),
                ("message", models.TextField(blank=True, verbose_name="message")),
                (
                    "about",
                    models.CharField(blank=True, max_length=300, verbose_name="page it is about"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("answered", "answered"),
                            ("closed", "closed without an answer"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="received"
                    ),
                ),
                (
                    "due_on",
                    models.DateField(blank=True, null=True, verbose_name="to be acknowledged by"),
                ),
                ("answer", models.TextField(blank=True, verbose_name="answer")),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="answered at"),
                ),
                ("erased_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered by",
                    ),
                ),
            ],
            options={
                "verbose_name": "message to the working group",
                "verbose_name_plural": "messages to the working group",
                "ordering": ["-created_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at", None), ("state", "open")),
                            models.Q(
                                models.Q(("state", "open"), _negated=True),
                                ("answered_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="message_answered_at_a_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("subject", "data-protection"), _negated=True),
                            ("due_on__isnull", False),
                            _connector="OR",
                        ),
                        name="complaint_has_a_due_date",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Complaint",
            fields=[],
            options={
                "verbose_name": "complaint about personal data",
                "verbose_name_plural": "complaints about personal data",
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("network.groupmessage",),
        ),
        migrations.CreateModel(
            name="Issue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "often",
                    models.CharField(
                        choices=[
                            ("weekly", "once a week, on Thursday morning"),
                            ("at-once", "as they come"),
                        ],
                        max_length=8,
                    ),
                ),
                ("day", models.DateField()),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "issue",
                "verbose_name_plural": "issues",
                "ordering": ["-day", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("often", "weekly")),
                        fields=("often", "day"),
                        name="one_issue_a_week",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Announced",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "often",
                    models.CharField(
                        choices=[
                            ("weekly", "once a week, on Thursday morning"),
                            ("at-once", "as they come"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="announced",
                        to="casestudies.casestudy",
                    ),
                ),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="announced",
                        to="network.issue",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("study", "often"), name="a_study_is_new_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Leadership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="0 is asked first; the next one is the deputy and takes over.",
                        verbose_name="order",
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="leaderships",
                        to="casestudies.casestudy",
                        verbose_name="case study",
                    ),
                ),
            ],
            options={
                "verbose_name": "leadership",
                "verbose_name_plural": "leaderships",
                "ordering": [models.F("study"), "position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=100, verbose_name="name")),
                (
                    "email",
                    models.CharField(blank=True, max_length=254, verbose_name="work email address"),
                ),
                (
                    "other_organisation",
                    models.CharField(
                        blank=True,
                        max_length=150,
                        verbose_name="organisation, if it is not in the list",
                    ),
                ),
                ("role", models.CharField(blank=True, max_length=100, verbose_name="job")),
                (
                    "bounced_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="letters came back"
                    ),
                ),
                (
                    "bounce_reason",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=300,
                        verbose_name="why they came back",
                    ),
                ),
                ("about", models.TextField(blank=True, verbose_name="about you")),
                ("is_listed", models.BooleanField(default=False, verbose_name="seen by members")),
                (
                    "shows_name",
                    models.CharField(
                        choices=[("nobody", "nobody"), ("members", "members")],
                        default="nobody",
                        max_length=8,
                    ),
                ),
                (
                    "shows_organisation",
                    models.CharField(
                        choices=[("nobody", "nobody"), ("members", "members")],
                        default="members",
                        max_length=8,
                    ),
                ),
                (
                    "shows_role",
                    models.CharField(
                        choices=[("nobody", "nobody"), ("members", "members")],
                        default="members",
                        max_length=8,
                    ),
                ),
                (
                    "shows_interests",
                    models.CharField(
                        choices=[("nobody", "nobody"), ("members", "members")],
                        default="members",
                        max_length=8,
                    ),
                ),
                (
                    "shows_about",
                    models.CharField(
                        choices=[("nobody", "nobody"), ("members", "members")],
                        default="members",
                        max_length=8,
                    ),
                ),
                (
                    "takes_introductions",
                    models.BooleanField(
                        default=True, verbose_name="others may ask to be introduced to me"
                    ),
                ),
                (
                    "handle",
                    models.CharField(
                        default=network.models.references.new_handle,
                        editable=False,
                        max_length=22,
                        null=True,
                        unique=True,
                    ),
                ),
                ("consent_version", models.CharField(editable=False, max_length=20)),
                (
                    "joined_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="joined"
                    ),
                ),
                (
                    "seen_on",
                    models.DateField(editable=False, null=True, verbose_name="last signed in"),
                ),
                (
                    "heard_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        verbose_name="last heard of",
                    ),
                ),
                (
                    "stay_asked_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="asked whether they want to stay"
                    ),
                ),
                ("left_at", models.DateTimeField(editable=False, null=True, verbose_name="left")),
                (
                    "interests",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="casestudies.collaborationtype",
                        verbose_name="interests",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="casestudies.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casestudies.region",
                        verbose_name="region",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casestudies.service",
                        verbose_name="service",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="member",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "member",
                "verbose_name_plural": "members",
                "ordering": ["joined_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"),
                        condition=models.Q(("email", ""), _negated=True),
                        name="one_member_for_each_address",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("left_at", None),
                            models.Q(("about", ""), ("email", ""), ("name", ""), ("role", "")),
                            _connector="OR",
                        ),
                        name="member_who_left_is_nobody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Introduction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        default=network.models.references.new_introduction_reference,
                        max_length=20,
                        unique=True,
                        verbose_name="reference",
                    ),
                ),
                ("form_key", models.UUIDField(editable=False, unique=True)),
                ("why", models.TextField(blank=True, verbose_name="why")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "waiting for an answer"),
                            ("accepted", "introduced"),
                            ("declined", "declined"),
                            ("later", "not now"),
                            ("silent", "not answered"),
                            ("withdrawn", "taken back"),
                            ("over", "over, because one of the two left"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="asked at"
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended")),
                ("reported_at", models.DateTimeField(null=True, verbose_name="reported")),
                ("report", models.TextField(blank=True, verbose_name="what was said about it")),
                ("report_closed_at", models.DateTimeField(null=True, verbose_name="report closed")),
                ("erased_at", models.DateTimeField(editable=False, null=True)),
                (
                    "report_closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="report closed by",
                    ),
                ),
                (
                    "asked",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="introductions_asked_of",
                        to="network.member",
                        verbose_name="who was asked",
                    ),
                ),
                (
                    "asker",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="introductions_asked_for",
                        to="network.member",
                        verbose_name="who asked",
                    ),
                ),
            ],
            options={
                "verbose_name": "introduction",
                "verbose_name_plural": "introductions",
                "ordering": ["-created_at", "-pk"],
                "indexes": [
                    models.Index(fields=["state", "created_at"], name="introduction_by_state")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("state", "open")),
                            models.Q(
                                models.Q(("state", "open"), _negated=True),
                                ("ended_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="introduction_ended_or_not",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("erased_at", None),
                            models.Q(
                                ("asked", None),
                                ("asker", None),
                                ("report", ""),
                                ("why", ""),
                                models.Q(("state", "open"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="introduction_erased_is_a_count",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("asker", None),
                            ("asked", None),
                            models.Q(("asker", models.F("asked")), _negated=True),
                            _connector="OR",
                        ),
                        name="introduction_is_of_two",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("asker", "asked"),
                        name="one_open_introduction_for_each_pair",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contribution",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        default=network.models.references.new_contribution_reference,
                        editable=False,
                        max_length=20,
                        unique=True,
                        verbose_name="reference",
                    ),
                ),
                ("form_key", models.UUIDField(editable=False, unique=True)),
                (
                    "answers",
                    models.JSONField(blank=True, default=dict, verbose_name="what was typed"),
                ),
                ("sent_digest", models.CharField(blank=True, editable=False, max_length=64)),
                ("credit", models.CharField(blank=True, max_length=400, verbose_name="credit")),
                (
                    "confirmed_version",
                    models.CharField(
                        blank=True, editable=False, max_length=20, verbose_name="wording confirmed"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("sent", "waiting for an editor"),
                            ("taken", "with an editor"),
                            ("asked", "waiting for the member’s answer"),
                            ("published", "published"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn by the member"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="begun"),
                ),
                (
                    "saved_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="last saved"
                    ),
                ),
                ("warned_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
                ("taken_at", models.DateTimeField(blank=True, null=True, verbose_name="taken up")),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="over since"),
                ),
                (
                    "reason",
                    models.TextField(blank=True, verbose_name="reason, as the member reads it"),
                ),
                ("erased_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "study",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="contribution",
                        to="casestudies.casestudy",
                        verbose_name="case study",
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="taken up by",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to="network.member",
                        verbose_name="member",
                    ),
                ),
            ],
            options={
                "verbose_name": "proposal",
                "verbose_name_plural": "proposals",
                "ordering": ["-saved_at", "-pk"],
                "indexes": [
                    models.Index(fields=["state", "sent_at"], name="contribution_by_state")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at", None), ("state", "draft")),
                            models.Q(
                                models.Q(("state", "draft"), _negated=True),
                                ("sent_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="contribution_was_sent_or_is_a_draft",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["published", "declined", "withdrawn"]),
                                ("decided_at__isnull", False),
                            ),
                            models.Q(
                                ("decided_at", None),
                                ("state__in", ["draft", "sent", "taken", "asked"]),
                            ),
                            _connector="OR",
                        ),
                        name="contribution_is_over_or_not",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "taken"), _negated=True),
                            ("taken_at__isnull", False),
                            _connector="OR",
                        ),
                        name="contribution_was_taken_at_a_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "draft"), _negated=True),
                            ("study", None),
                            _connector="OR",
                        ),
                        name="contribution_draft_has_no_study",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AddressChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("form_key", models.UUIDField(editable=False, unique=True)),
                ("email", models.CharField(max_length=254, verbose_name="new address")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="asked"),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="address_changes",
                        to="network.member",
                    ),
                ),
            ],
            options={
                "verbose_name": "change of address",
                "verbose_name_plural": "changes of address",
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="MembershipRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=100, verbose_name="name")),
                (
                    "email",
                    models.CharField(blank=True, max_length=254, verbose_name="work email address"),
                ),
                (
                    "other_organisation",
                    models.CharField(
                        blank=True,
                        max_length=150,
                        verbose_name="organisation, if it is not in the list",
                    ),
                ),
                ("role", models.CharField(blank=True, max_length=100, verbose_name="job")),
                (
                    "bounced_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="letters came back"
                    ),
                ),
                (
                    "bounce_reason",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=300,
                        verbose_name="why they came back",
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        default=network.models.references.new_request_reference,
                        editable=False,
                        max_length=20,
                        unique=True,
                        verbose_name="reference",
                    ),
                ),
                ("form_key", models.UUIDField(editable=False, unique=True)),
                ("why", models.TextField(blank=True, verbose_name="why they want to join")),
                (
                    "wants_listing",
                    models.BooleanField(default=False, verbose_name="may be seen by members"),
                ),
                (
                    "consent_version",
                    models.CharField(
                        editable=False, max_length=20, verbose_name="wording agreed to"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "waiting for the applicant to confirm their address"),
                            ("waiting", "with the working group"),
                            ("asked", "waiting for the applicant’s answer"),
                            ("approved", "approved"),
                            ("declined", "declined"),
                        ],
                        default="received",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="received"
                    ),
                ),
                (
                    "confirmed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="address confirmed"),
                ),
                ("question", models.TextField(blank=True, verbose_name="what the group asked")),
                ("asked_at", models.DateTimeField(blank=True, null=True, verbose_name="asked")),
                (
                    "answer",
                    models.TextField(blank=True, verbose_name="what the applicant answered"),
                ),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="answered"),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                (
                    "reason",
                    models.TextField(blank=True, verbose_name="reason, as the applicant reads it"),
                ),
                ("erased_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "interests",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="casestudies.collaborationtype",
                        verbose_name="interests",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="casestudies.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casestudies.region",
                        verbose_name="region",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casestudies.service",
                        verbose_name="service",
                    ),
                ),
            ],
            options={
                "verbose_name": "membership request",
                "verbose_name_plural": "membership requests",
                "ordering": ["-created_at", "-pk"],
                "indexes": [models.Index(fields=["state", "created_at"], name="request_by_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", False),
                                ("state__in", ["approved", "declined"]),
                            ),
                            models.Q(
                                ("decided_at", None),
                                ("decided_by", None),
                                ("state__in", ["received", "waiting", "asked"]),
                            ),
                            _connector="OR",
                        ),
                        name="request_is_decided_or_not",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at", None), ("state", "received")),
                            models.Q(
                                models.Q(("state", "received"), _negated=True),
                                ("confirmed_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="request_waits_once_confirmed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "asked"), _negated=True),
                            models.Q(("question", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="request_asked_something",
                    ),
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"),
                        condition=models.Q(("state__in", ["waiting", "asked"])),
                        name="one_open_request_for_each_address",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("form_key", models.UUIDField(editable=False, unique=True)),
                ("text", models.TextField(blank=True, editable=False, verbose_name="text")),
                ("stems", models.TextField(blank=True, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("shown", "shown"),
                            ("held", "held back until a moderator has looked"),
                            ("hidden", "hidden by a moderator"),
                            ("deleted", "deleted by its author"),
                        ],
                        default="shown",
                        editable=False,
                        max_length=7,
                        verbose_name="state",
                    ),
                ),
                (
                    "held_why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "not held back"),
                            ("link", "a link in one of a member’s first posts"),
                            ("often", "many posts in a short time"),
                        ],
                        editable=False,
                        max_length=10,
                        verbose_name="held because of",
                    ),
                ),
                (
                    "reason",
                    models.TextField(
                        blank=True, editable=False, verbose_name="reason, as the author reads it"
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="written"
                    ),
                ),
                (
                    "edited_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="edited"),
                ),
                (
                    "state_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        verbose_name="in this state since",
                    ),
                ),
                (
                    "answers",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="answered_by",
                        to="network.post",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="posts",
                        to="network.member",
                        verbose_name="author",
                    ),
                ),
                (
                    "moderated_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="moderated by",
                    ),
                ),
            ],
            options={
                "verbose_name": "post",
                "verbose_name_plural": "posts",
                "ordering": ["-created_at", "-pk"],
                "indexes": [
                    models.Index(fields=["author", "state"], name="post_by_author"),
                    models.Index(fields=["state", "state_at"], name="post_by_state"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "deleted"), _negated=True),
                            models.Q(("stems", ""), ("text", "")),
                            _connector="OR",
                        ),
                        name="deleted_post_is_empty",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "hidden"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="hidden_post_has_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EarlierText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=120)),
                ("text", models.TextField(blank=True)),
                ("until", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="earlier",
                        to="network.post",
                    ),
                ),
            ],
            options={
                "ordering": ["-until", "-pk"],
                "indexes": [models.Index(fields=["until"], name="earlier_text_until")],
            },
        ),
        migrations.CreateModel(
            name="ProjectLeader",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role_title",
                    models.CharField(
                        help_text="Public, such as “Collaboration lead”. No name.",
                        max_length=120,
                        verbose_name="role",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True,
                        help_text="For letters only. Never public.",
                        max_length=120,
                        verbose_name="name",
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        help_text="Never public.", max_length=254, verbose_name="email address"
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="An inactive leader receives nothing.",
                        verbose_name="active",
                    ),
                ),
                (
                    "consent",
                    models.CharField(
                        choices=[
                            ("themselves", "They asked to be listed"),
                            ("organisation", "Their organisation named them"),
                            ("editor", "The working group entered a published role"),
                        ],
                        max_length=20,
                        verbose_name="how it was given",
                    ),
                ),
                (
                    "consent_note",
                    models.CharField(blank=True, max_length=300, verbose_name="note on it"),
                ),
                ("consent_on", models.DateField(verbose_name="given on")),
                (
                    "told_on",
                    models.DateField(
                        blank=True,
                        help_text="When they were told what is held about them and how to object.",
                        null=True,
                        verbose_name="told on",
                    ),
                ),
                (
                    "confirmed_on",
                    models.DateField(
                        blank=True,
                        help_text="When they last said that this is right. Until then, nothing is sent to them.",
                        null=True,
                        verbose_name="last confirmed",
                    ),
                ),
                (
                    "paused_until",
                    models.DateField(blank=True, null=True, verbose_name="paused until"),
                ),
                (
                    "bounced_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="letters came back"
                    ),
                ),
                (
                    "bounce_reason",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=300,
                        verbose_name="why they came back",
                    ),
                ),
                (
                    "shows_speed",
                    models.BooleanField(
                        default=True,
                        help_text="In words, from five enquiries up.",
                        verbose_name="may say how soon they answer",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="entered"
                    ),
                ),
                (
                    "left_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="left"
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="entered by",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="project_leaders",
                        to="casestudies.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "studies",
                    models.ManyToManyField(
                        related_name="project_leaders",
                        through="network.Leadership",
                        to="casestudies.casestudy",
                        verbose_name="leads",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="predecessors",
                        to="network.projectleader",
                        verbose_name="is to be followed by",
                    ),
                ),
            ],
            options={
                "verbose_name": "project leader",
                "verbose_name_plural": "project leaders",
                "ordering": ["organisation__name", "role_title", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"),
                        condition=models.Q(("email", ""), _negated=True),
                        name="one_leader_for_each_address",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("left_at", None), ("is_active", False), _connector="OR"
                        ),
                        name="leader_who_left_is_inactive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("email", ""), _negated=True),
                            ("left_at__isnull", False),
                            _connector="OR",
                        ),
                        name="leader_without_address_left",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="leadership",
            name="leader",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="leaderships",
                to="network.projectleader",
            ),
        ),
        migrations.CreateModel(
            name="Enquiry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        default=network.models.references.new_enquiry_reference,
                        editable=False,
                        max_length=20,
                        unique=True,
                        verbose_name="reference",
                    ),
                ),
                ("form_key", models.UUIDField(editable=False, unique=True)),
                ("study_title", models.CharField(max_length=200, verbose_name="its title then")),
                ("name", models.CharField(blank=True, max_length=100, verbose_name="name")),
                (
                    "email",
                    models.CharField(blank=True, max_length=254, verbose_name="email address"),
                ),
                (
                    "organisation",
                    models.CharField(blank=True, max_length=150, verbose_name="organisation"),
                ),
                ("role", models.CharField(blank=True, max_length=100, verbose_name="job")),
                (
                    "topics",
                    models.JSONField(
                        blank=True, default=list, verbose_name="what they want to know"
                    ),
                ),
                ("message", models.TextField(blank=True, verbose_name="message")),
                ("wants_copy", models.BooleanField(default=False, verbose_name="wants a copy")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "waiting for the sender to confirm their address"),
                            ("with-group", "with the working group"),
                            ("held", "held"),
                            ("passed-on", "passed on"),
                            ("closed", "closed"),
                            ("erased", "erased"),
                        ],
                        default="received",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=200, verbose_name="why it waits")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="received"
                    ),
                ),
                (
                    "confirmed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="address confirmed"),
                ),
                (
                    "passed_on_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="passed on at"),
                ),
                (
                    "closed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="closed at"),
                ),
                (
                    "reported_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="reported as abuse"),
                ),
                (
                    "asked_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="asked whether it was answered"
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "not known"),
                            ("week", "answered within a week"),
                            ("fortnight", "answered within two weeks"),
                            ("later", "answered later"),
                            ("no", "not answered"),
                            ("not-needed", "no longer needed"),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="answered?",
                    ),
                ),
                (
                    "answer_told_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="said so"),
                ),
                (
                    "dealt_with_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="silence dealt with"),
                ),
                (
                    "study",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="enquiries",
                        to="casestudies.casestudy",
                        verbose_name="case study",
                    ),
                ),
                (
                    "leader",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="enquiries",
                        to="network.projectleader",
                        verbose_name="passed on to",
                    ),
                ),
            ],
            options={
                "verbose_name": "enquiry",
                "verbose_name_plural": "enquiries",
                "ordering": ["-created_at", "-pk"],
                "indexes": [models.Index(fields=["state", "created_at"], name="enquiry_by_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "passed-on"), _negated=True),
                            ("passed_on_at__isnull", False),
                            _connector="OR",
                        ),
                        name="enquiry_passed_on_at_a_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at", None), ("state", "received")),
                            models.Q(("state", "received"), _negated=True),
                            _connector="OR",
                        ),
                        name="enquiry_received_is_unconfirmed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "erased"), _negated=True),
                            models.Q(("email", ""), ("message", ""), ("name", ""), ("role", "")),
                            _connector="OR",
                        ),
                        name="enquiry_erased_says_nothing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answer_told_at", None)),
                            models.Q(
                                models.Q(("answer", ""), _negated=True),
                                ("answer_told_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="enquiry_answer_has_a_moment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        default=network.models.references.new_correction_reference,
                        editable=False,
                        max_length=20,
                        unique=True,
                        verbose_name="reference",
                    ),
                ),
                ("form_key", models.UUIDField(editable=False, unique=True)),
                ("part", models.CharField(max_length=40, verbose_name="part")),
                ("before", models.TextField(blank=True, verbose_name="as it is")),
                ("proposed", models.TextField(blank=True, verbose_name="as it should be")),
                (
                    "remark",
                    models.TextField(blank=True, verbose_name="what is wrong, and how they know"),
                ),
                (
                    "source_url",
                    models.URLField(blank=True, max_length=500, verbose_name="published source"),
                ),
                ("name", models.CharField(blank=True, max_length=100, verbose_name="name")),
                (
                    "email",
                    models.CharField(blank=True, max_length=254, verbose_name="email address"),
                ),
                (
                    "role",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="job and organisation"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "waiting"),
                            ("accepted", "accepted"),
                            ("declined", "declined"),
                        ],
                        default="new",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="received"
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                ("answer", models.TextField(blank=True, verbose_name="what the sender is told")),
                ("erased_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                        to="casestudies.casestudy",
                        verbose_name="case study",
                    ),
                ),
                (
                    "leader",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="network.projectleader",
                        verbose_name="told by its leader",
                    ),
                ),
            ],
            options={
                "verbose_name": "correction",
                "verbose_name_plural": "corrections",
                "ordering": ["-created_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("state", "new")),
                            models.Q(
                                models.Q(("state", "new"), _negated=True),
                                ("decided_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="correction_decided_at_a_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("proposed", ""), ("remark", ""), _negated=True),
                            ("erased_at__isnull", False),
                            _connector="OR",
                        ),
                        name="correction_says_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("person", "It says something about a person who could be recognised"),
                            ("secret", "It tells what should not be told, such as a live incident"),
                            ("rude", "It is rude or threatening"),
                            ("advert", "It is advertising, or has nothing to do with the network"),
                            ("other", "Something else"),
                            ("held", "It was held back by itself"),
                        ],
                        editable=False,
                        max_length=10,
                        verbose_name="reason",
                    ),
                ),
                (
                    "words",
                    models.TextField(blank=True, editable=False, verbose_name="what they say"),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="reported"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "waits for a moderator"),
                            ("hidden", "the post was hidden"),
                            ("left", "the post was left, or shown again"),
                        ],
                        default="open",
                        editable=False,
                        max_length=6,
                        verbose_name="state",
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="decided"),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reports",
                        to="network.post",
                        verbose_name="post",
                    ),
                ),
                (
                    "reporter",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="reports",
                        to="network.member",
                        verbose_name="reported by",
                    ),
                ),
            ],
            options={
                "verbose_name": "reported or held post",
                "verbose_name_plural": "reported or held posts",
                "ordering": ["-created_at", "-pk"],
                "indexes": [models.Index(fields=["state", "created_at"], name="report_by_state")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("post", "reporter"),
                        name="one_open_report_of_each",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("reason", "held"), ("state", "open")),
                        fields=("post",),
                        name="one_open_report_of_what_is_held",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("state", "open")),
                            models.Q(
                                models.Q(("state", "open"), _negated=True),
                                ("decided_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="report_is_decided_or_not",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignIn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("session_key", models.CharField(editable=False, max_length=40, unique=True)),
                ("browser", models.CharField(blank=True, max_length=30, verbose_name="browser")),
                (
                    "system",
                    models.CharField(blank=True, max_length=30, verbose_name="kind of device"),
                ),
                (
                    "started_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="signed in"
                    ),
                ),
                (
                    "used_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="last used"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sign_ins",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "sign-in",
                "verbose_name_plural": "sign-ins",
                "ordering": ["-used_at", "-pk"],
                "indexes": [models.Index(fields=["started_at"], name="sign_in_by_start")],
            },
        ),
        migrations.CreateModel(
            name="Subscription",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("form_key", models.UUIDField(editable=False, unique=True)),
                (
                    "email",
                    models.CharField(blank=True, max_length=254, verbose_name="email address"),
                ),
                ("digest", models.CharField(editable=False, max_length=64)),
                ("question", models.CharField(blank=True, max_length=1000, verbose_name="search")),
                (
                    "often",
                    models.CharField(
                        choices=[
                            ("weekly", "once a week, on Thursday morning"),
                            ("at-once", "as they come"),
                        ],
                        default="weekly",
                        max_length=8,
                        verbose_name="how often",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "waiting for the address to be confirmed"),
                            ("active", "active"),
                            ("ended", "ended"),
                        ],
                        default="asked",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "paused_until",
                    models.DateField(blank=True, null=True, verbose_name="paused until"),
                ),
                (
                    "bounced_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="letters came back"),
                ),
                (
                    "bounce_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="why they came back"),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="asked"),
                ),
                (
                    "confirmed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="confirmed"),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
            ],
            options={
                "verbose_name": "subscription",
                "verbose_name_plural": "subscriptions",
                "ordering": ["-created_at", "-pk"],
                "indexes": [models.Index(fields=["digest"], name="subscription_by_digest")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "active")),
                        fields=("digest", "question"),
                        name="one_active_subscription_to_a_search",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "active"), _negated=True),
                            ("confirmed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="subscription_active_once_confirmed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", False), ("state", "ended")),
                            models.Q(
                                models.Q(("state", "ended"), _negated=True), ("ended_at", None)
                            ),
                            _connector="OR",
                        ),
                        name="subscription_ended_at_a_moment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(db_index=True, max_length=64)),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("asked", "asked"),
                            ("confirmed", "confirmed"),
                            ("changed", "changed"),
                            ("withdrawn", "withdrawn"),
                        ],
                        max_length=10,
                    ),
                ),
                ("purpose", models.CharField(max_length=1100)),
                ("wording", models.CharField(max_length=20)),
                ("page", models.CharField(max_length=100)),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("form", "form"),
                            ("button", "button in a letter"),
                            ("one-click", "one click in a mail program"),
                            ("staff", "on request"),
                            ("account", "in the member’s account"),
                            ("complaint", "complaint about a letter"),
                        ],
                        max_length=10,
                    ),
                ),
                ("network", models.CharField(blank=True, max_length=50)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "subscription",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="consents",
                        to="network.subscription",
                    ),
                ),
            ],
            options={
                "verbose_name": "consent",
                "verbose_name_plural": "consents",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Topic",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=120, verbose_name="title")),
                (
                    "title_is_public",
                    models.BooleanField(default=False, verbose_name="visitors read the title"),
                ),
                (
                    "standing",
                    models.CharField(
                        choices=[("open", "open"), ("closed", "closed"), ("locked", "locked")],
                        default="open",
                        editable=False,
                        max_length=6,
                        verbose_name="standing",
                    ),
                ),
                (
                    "reason",
                    models.TextField(
                        blank=True, editable=False, verbose_name="reason, as members read it"
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="begun"
                    ),
                ),
                (
                    "replies",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="replies"),
                ),
                (
                    "last_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        verbose_name="latest reply",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="topics",
                        to="network.discussioncategory",
                        verbose_name="category",
                    ),
                ),
                (
                    "opening",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="opens",
                        to="network.post",
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="casestudies.casestudy",
                        verbose_name="case study",
                    ),
                ),
                (
                    "type",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="casestudies.collaborationtype",
                        verbose_name="type of collaboration",
                    ),
                ),
            ],
            options={
                "verbose_name": "topic",
                "verbose_name_plural": "topics",
                "ordering": ["-last_at", "-pk"],
                "indexes": [
                    models.Index(fields=["-last_at", "-id"], name="topic_by_latest"),
                    models.Index(fields=["study", "-last_at"], name="topic_by_study"),
                ],
            },
        ),
        migrations.AddField(
            model_name="post",
            name="topic",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="posts",
                to="network.topic",
                verbose_name="topic",
            ),
        ),
        migrations.CreateModel(
            name="Following",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("since", models.DateTimeField(default=django.utils.timezone.now)),
                ("ended_at", models.DateTimeField(null=True)),
                ("told_at", models.DateTimeField(null=True)),
                ("seen_at", models.DateTimeField(null=True)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="followings",
                        to="network.member",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="followings",
                        to="network.topic",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("topic", "member"), name="one_following_for_each"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Unwanted",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "asker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="unwanted_by",
                        to="network.member",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="unwanted",
                        to="network.member",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("by", "asker"), name="unwanted_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="VerificationAsk",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked_on", models.DateField(verbose_name="asked on")),
                (
                    "not_theirs_on",
                    models.DateField(null=True, verbose_name="said that it is not theirs"),
                ),
                (
                    "leader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="asks",
                        to="network.projectleader",
                        verbose_name="project leader",
                    ),
                ),
            ],
            options={
                "verbose_name": "who was asked",
                "verbose_name_plural": "who was asked",
                "ordering": ["asked_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("confirm-address", "Confirm Address"),
                            ("enquiry-status", "Enquiry Status"),
                            ("say-whether-answered", "Say Whether Answered"),
                            ("leader-page", "Leader Page"),
                            ("correction-status", "Correction Status"),
                            ("message-status", "Message Status"),
                            ("confirm-request", "Confirm Request"),
                            ("request-status", "Request Status"),
                            ("confirm-subscription", "Confirm Subscription"),
                            ("subscription", "Subscription"),
                            ("change-address", "Change Address"),
                            ("answer-introduction", "Answer Introduction"),
                            ("following", "Following"),
                            ("stay", "Stay"),
                            ("still-true", "Still True"),
                        ],
                        max_length=24,
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("bound_to", models.CharField(blank=True, max_length=64)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField(null=True)),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "address_change",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="network.addresschange",
                    ),
                ),
                (
                    "correction",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="network.correction",
                    ),
                ),
                (
                    "enquiry",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="network.enquiry",
                    ),
                ),
                (
                    "following",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="network.following",
                    ),
                ),
                (
                    "introduction",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="network.introduction",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="network.groupmessage",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="network.member",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="network.membershiprequest",
                    ),
                ),
                (
                    "leader",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="network.projectleader",
                    ),
                ),
                (
                    "subscription",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="network.subscription",
                    ),
                ),
                (
                    "ask",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="network.verificationask",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["expires_at"], name="link_expires_at")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("address_change__isnull", True),
                                ("ask__isnull", True),
                                ("correction__isnull", True),
                                ("enquiry__isnull", False),
                                ("following__isnull", True),
                                ("introduction__isnull", True),
                                ("leader__isnull", True),
                                ("member__isnull", True),
                                ("message__isnull", True),
                                ("request__isnull", True),
                                ("subscription__isnull", True),
                            ),
                            models.Q(
                                ("address_change__isnull", True),
                                ("ask__isnull", True),
                                ("correction__isnull", True),
                                ("enquiry__isnull", True),
                                ("following__isnull", True),
                                ("introduction__isnull", True),
                                ("leader__isnull", False),
                                ("member__isnull", True),
                                ("message__isnull", True),
                                ("request__isnull", True),
                                ("subscription__isnull", True),
                            ),
                            models.Q(
                                ("address_change__isnull", True),
                                ("ask__isnull", True),
                                ("correction__isnull", False),
                                ("enquiry__isnull", True),
                                ("following__isnull", True),
                                ("introduction__isnull", True),
                                ("leader__isnull", True),
                                ("member__isnull", True),
                                ("message__isnull", True),
                                ("request__isnull", True),
                                ("subscription__isnull", True),
                            ),
                            models.Q(
                                ("address_change__isnull", True),
                                ("ask__isnull", True),
                                ("correction__isnull", True),
                                ("enquiry__isnull", True),
                                ("following__isnull", True),
                                ("introduction__isnull", True),
                                ("leader__isnull", True),
                                ("member__isnull", True),
                                ("message__isnull", False),
                                ("request__isnull", True),
                                ("subscription__isnull", True),
                            ),
                            models.Q(
                                ("address_change__isnull", True),
                                ("ask__isnull", True),
                                ("correction__isnull", True),
                                ("enquiry__isnull", True),
                                ("following__isnull", True),
                                ("introduction__isnull", True),
                                ("leader__isnull", True),
                                ("member__isnull", True),
                                ("message__isnull", True),
                                ("request__isnull", False),
                                ("subscription__isnull", True),
                            ),
                            models.Q(
                                ("address_change__isnull", True),
                                ("ask__isnull", True),
                                ("correction__isnull", True),
                                ("enquiry__isnull", True),
                                ("following__isnull", True),
                                ("introduction__isnull", True),
                                ("leader__isnull", True),
                                ("member__isnull", True),
                                ("message__isnull", True),
                                ("request__isnull", True),
                                ("subscription__isnull", False),
                            ),
                            models.Q(
                                ("address_change__isnull", False),
                                ("ask__isnull", True),
                                ("correction__isnull", True),
                                ("enquiry__isnull", True),
                                ("following__isnull", True),
                                ("introduction__isnull", True),
                                ("leader__isnull", True),
                                ("member__isnull", True),
                                ("message__isnull", True),
                                ("request__isnull", True),
                                ("subscription__isnull", True),
                            ),
                            models.Q(
                                ("address_change__isnull", True),
                                ("ask__isnull", True),
                                ("correction__isnull", True),
                                ("enquiry__isnull", True),
                                ("following__isnull", True),
                                ("introduction__isnull", False),
                                ("leader__isnull", True),
                                ("member__isnull", True),
                                ("message__isnull", True),
                                ("request__isnull", True),
                                ("subscription__isnull", True),
                            ),
                            models.Q(
                                ("address_change__isnull", True),
                                ("ask__isnull", True),
                                ("correction__isnull", True),
                                ("enquiry__isnull", True),
                                ("following__isnull", True),
                                ("introduction__isnull", True),
                                ("leader__isnull", True),
                                ("member__isnull", False),
                                ("message__isnull", True),
                                ("request__isnull", True),
                                ("subscription__isnull", True),
                            ),
                            models.Q(
                                ("address_change__isnull", True),
                                ("ask__isnull", True),
                                ("correction__isnull", True),
                                ("enquiry__isnull", True),
                                ("following__isnull", False),
                                ("introduction__isnull", True),
                                ("leader__isnull", True),
                                ("member__isnull", True),
                                ("message__isnull", True),
                                ("request__isnull", True),
                                ("subscription__isnull", True),
                            ),
                            models.Q(
                                ("address_change__isnull", True),
                                ("ask__isnull", False),
                                ("correction__isnull", True),
                                ("enquiry__isnull", True),
                                ("following__isnull", True),
                                ("introduction__isnull", True),
                                ("leader__isnull", True),
                                ("member__isnull", True),
                                ("message__isnull", True),
                                ("request__isnull", True),
                                ("subscription__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="link_is_about_one_thing",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="VerificationRound",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("due_on", models.DateField(verbose_name="due on")),
                ("asked_on", models.DateField(null=True, verbose_name="asked on")),
                ("chased_on", models.DateField(null=True, verbose_name="asked again on")),
                (
                    "chased_again_on",
                    models.DateField(null=True, verbose_name="asked for the last time on"),
                ),
                ("nobody_since", models.DateField(null=True, verbose_name="nobody to ask since")),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("still-true", "still true"),
                            ("changed", "something has changed"),
                            ("ended", "it has ended"),
                            ("by-hand", "an editor recorded a confirmation"),
                            ("silent", "nobody answered, and it is not due yet"),
                            ("over", "over: it is not due, or not published, any more"),
                        ],
                        max_length=12,
                        verbose_name="what came of it",
                    ),
                ),
                ("closed_at", models.DateTimeField(null=True, verbose_name="closed")),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="network.projectleader",
                        verbose_name="who answered",
                    ),
                ),
                (
                    "correction",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="network.correction",
                        verbose_name="what they told us",
                    ),
                ),
                (
                    "leader",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="network.projectleader",
                        verbose_name="who is asked",
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="verification_rounds",
                        to="casestudies.casestudy",
                        verbose_name="case study",
                    ),
                ),
            ],
            options={
                "verbose_name": "round of asking",
                "verbose_name_plural": "rounds of asking",
                "ordering": ["-due_on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at", None)),
                        fields=("study",),
                        name="one_open_round_of_a_study",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("closed_at", None)),
                            models.Q(
                                ("closed_at__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="round_closes_with_an_answer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("chased_on", None),
                                ("chased_on__gt", models.F("asked_on")),
                                _connector="OR",
                            ),
                            models.Q(
                                ("chased_again_on", None),
                                ("chased_again_on__gt", models.F("chased_on")),
                                _connector="OR",
                            ),
                        ),
                        name="letters_of_a_round_in_order",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="verificationask",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="asks",
                to="network.verificationround",
            ),
        ),
        migrations.CreateModel(
            name="ContributionQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="question")),
                (
                    "asked_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="asked"),
                ),
                ("answer", models.TextField(blank=True, verbose_name="answer")),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="answered"),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "contribution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="network.contribution",
                    ),
                ),
            ],
            options={
                "verbose_name": "question about a proposal",
                "verbose_name_plural": "questions about proposals",
                "ordering": ["asked_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answered_at", None)),
                        fields=("contribution",),
                        name="contribution_has_one_open_question",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Disclosure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "digest",
                    models.CharField(
                        db_index=True, editable=False, max_length=64, verbose_name="whose"
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("looked-up", "looked up"),
                            ("saved", "taken as a file"),
                            ("mailed", "link mailed to the person"),
                        ],
                        editable=False,
                        max_length=12,
                        verbose_name="what",
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("access", "They ask what is held"),
                            ("erasure", "They ask to be erased"),
                            ("complaint", "They complain, or object"),
                            ("breach", "A breach is looked into"),
                            ("command", "On the server’s command line"),
                        ],
                        editable=False,
                        max_length=12,
                        verbose_name="why",
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="when"
                    ),
                ),
                ("email", models.CharField(blank=True, editable=False, max_length=254)),
                ("token", models.CharField(editable=False, max_length=64, null=True, unique=True)),
                (
                    "expires_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="link works until"
                    ),
                ),
                (
                    "fetched_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="fetched"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
            ],
            options={
                "verbose_name": "disclosure",
                "verbose_name_plural": "disclosures",
                "ordering": ["-at", "-pk"],
                "permissions": [
                    ("export_person", "Can look a person up and export what is held of them"),
                    ("erase_person", "Can erase what is held of a person"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("expires_at__isnull", False), ("way", "mailed")),
                            models.Q(
                                models.Q(("way", "mailed"), _negated=True),
                                ("email", ""),
                                ("expires_at", None),
                                ("fetched_at", None),
                                ("token", None),
                            ),
                            _connector="OR",
                        ),
                        name="disclosure_has_a_link_if_mailed",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="leadership",
            constraint=models.UniqueConstraint(
                fields=("leader", "study"), name="one_leadership_of_a_study"
            ),
        ),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(fields=["topic", "state"], name="post_by_topic"),
        ),
        migrations.AddConstraint(
            model_name="verificationask",
            constraint=models.UniqueConstraint(
                fields=("round", "leader"), name="asked_once_in_a_round"
            ),
        ),
    ]
