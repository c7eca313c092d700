import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import casestudies.models.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseStudy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        help_text="The last part of the page's address. The old one keeps working.",
                        max_length=120,
                        unique=True,
                        verbose_name="address",
                    ),
                ),
                (
                    "verified_on",
                    models.DateField(
                        blank=True,
                        help_text="When somebody who knows confirmed the entry.",
                        null=True,
                    ),
                ),
                (
                    "verified_by",
                    models.CharField(
                        blank=True,
                        help_text="A role and organisation, never a person's name.",
                        max_length=120,
                        verbose_name="verified by (role)",
                    ),
                ),
                ("stale_on", models.DateField(blank=True, editable=False, null=True)),
                ("pending_base", models.JSONField(blank=True, editable=False, null=True)),
                ("pending_note", models.CharField(blank=True, editable=False, max_length=300)),
                (
                    "held_since",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="since when"
                    ),
                ),
                ("returned_because", models.TextField(blank=True, editable=False)),
                ("title", models.CharField(max_length=160)),
                (
                    "summary",
                    models.CharField(
                        help_text="One sentence: who does what together, and where. Shown in every list.",
                        max_length=320,
                    ),
                ),
                (
                    "what_happened",
                    models.TextField(
                        blank=True,
                        help_text="The story in plain words: why it began, what was done.",
                    ),
                ),
                (
                    "place",
                    models.CharField(
                        blank=True,
                        help_text="As local people would say it, such as Margate.",
                        max_length=200,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("pilot", "Pilot"),
                            ("live", "Live"),
                            ("ended", "Ended"),
                            ("unknown", "Not known"),
                        ],
                        default="unknown",
                        help_text="As the newest source reports it. The page always says how old that is.",
                        max_length=10,
                        verbose_name="scheme status",
                    ),
                ),
                (
                    "started",
                    casestudies.models.fields.PartialDateField(
                        blank=True,
                        default="",
                        help_text="When it began to work: 2012, 2012-01 or 2012-01-15.",
                        max_length=10,
                    ),
                ),
                (
                    "ended",
                    casestudies.models.fields.PartialDateField(
                        blank=True,
                        default="",
                        help_text="When it ended, as exactly as is known.",
                        max_length=10,
                    ),
                ),
                (
                    "ended_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("finished", "It had done its work"),
                            ("absorbed", "It became part of something else"),
                            ("money", "The money ran out"),
                            ("partner-left", "A partner left"),
                            ("did-not-work", "It did not work"),
                            ("unknown", "Not recorded"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "ended_advice",
                    models.TextField(
                        blank=True, help_text="What those who ran it would tell the next team."
                    ),
                ),
                (
                    "in_2014_overview",
                    models.BooleanField(
                        default=False, verbose_name="one of the 38 in the 2014 overview"
                    ),
                ),
                (
                    "in_2016_overview",
                    models.BooleanField(
                        default=False, verbose_name="in the 2016 national overview"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("in-review", "In review"),
                            ("published", "Published"),
                            ("archived", "Archived"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=10,
                        verbose_name="publication state",
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="first published"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "held_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who has it",
                    ),
                ),
                (
                    "pending_of",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pending",
                        to="casestudies.casestudy",
                        verbose_name="a change of",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who sent it for review",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "case studies",
                "ordering": ["title"],
                "permissions": [
                    ("publish_casestudy", "Can publish and archive case studies"),
                    ("erase_casestudy", "Can delete a case study that has been published"),
                ],
                "indexes": [
                    models.Index(fields=["state", "title"], name="study_by_state_and_title")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("pending_of__isnull", True),
                            models.Q(
                                ("pending_base__isnull", False),
                                ("state__in", ["draft", "in-review"]),
                            ),
                            _connector="OR",
                        ),
                        name="pending_version_is_never_public",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("pending_of__isnull", True),
                            models.Q(("pending_of", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="pending_version_is_of_another",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("pending_of__isnull", True)),
                        fields=("title",),
                        name="title_of_entry_used_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "in-review"]),
                            ("published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="published_study_has_a_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("verified_by", ""), ("verified_on__isnull", True)),
                            models.Q(
                                ("verified_on__isnull", False),
                                models.Q(("verified_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="verified_by_somebody_on_a_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("status", "ended"), models.Q(("ended_reason", ""), _negated=True)
                            ),
                            models.Q(
                                models.Q(("status", "ended"), _negated=True),
                                ("ended", ""),
                                ("ended_advice", ""),
                                ("ended_reason", ""),
                            ),
                            _connector="OR",
                        ),
                        name="ended_study_has_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("started", ""),
                            ("ended", ""),
                            ("ended__gte", models.F("started")),
                            ("started__startswith", models.F("ended")),
                            _connector="OR",
                        ),
                        name="study_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("started", ""),
                            (
                                "started__regex",
                                "^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?\\Z",
                            ),
                            _connector="OR",
                        ),
                        name="started_is_partial",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended", ""),
                            (
                                "ended__regex",
                                "^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?\\Z",
                            ),
                            _connector="OR",
                        ),
                        name="ended_is_partial",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CatalogueVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.CharField(max_length=32)),
                ("changed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="GlossaryTerm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("term", models.CharField(max_length=80, unique=True)),
                ("expansion", models.CharField(blank=True, max_length=160)),
                ("meaning", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["term"],
            },
        ),
        migrations.CreateModel(
            name="GuidancePage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "slug",
                    models.CharField(
                        choices=[
                            ("guidance", "What works"),
                            ("success-factors", "What makes a collaboration successful?"),
                            ("self-check", "Readiness self-check"),
                            ("toolkit", "Toolkit"),
                            ("national", "National work"),
                            ("funding", "Funding"),
                            ("glossary", "Glossary"),
                            ("insights", "Insights"),
                        ],
                        max_length=40,
                        unique=True,
                        verbose_name="page",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        help_text="The heading at the top of the page.", max_length=120
                    ),
                ),
                (
                    "lead",
                    models.TextField(
                        help_text="One or two sentences under the heading. Lists and search engines show them.",
                        max_length=300,
                    ),
                ),
                (
                    "body",
                    models.TextField(
                        blank=True,
                        help_text="Plain text. An empty line begins a new paragraph. A line that begins with “# ” is a heading, and lines that begin with “- ” are a list. Web addresses become links.",
                    ),
                ),
                (
                    "reviewed_on",
                    models.DateField(
                        blank=True,
                        help_text="When somebody last checked that all of it is true. Readers see this.",
                        null=True,
                        verbose_name="last reviewed on",
                    ),
                ),
            ],
            options={
                "verbose_name": "text of a guidance page",
                "verbose_name_plural": "texts of guidance pages",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="IndexedWord",
            fields=[
                ("word", models.CharField(max_length=40, primary_key=True, serialize=False)),
                (
                    "holding",
                    models.PositiveIntegerField(
                        help_text="In how many published case studies it stands."
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Region",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        help_text="The last part of the page's address. The old one keeps working.",
                        max_length=120,
                        unique=True,
                        verbose_name="address",
                    ),
                ),
                ("name", models.CharField(max_length=60, unique=True)),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["position", "name"],
            },
        ),
        migrations.CreateModel(
            name="Resource",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        help_text="The last part of the page's address. The old one keeps working.",
                        max_length=120,
                        unique=True,
                        verbose_name="address",
                    ),
                ),
                ("title", models.CharField(max_length=160, unique=True)),
                (
                    "summary",
                    models.CharField(
                        help_text="What it is for, in one or two sentences.", max_length=300
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        blank=True,
                        help_text="Each line is a paragraph. A line that begins with “# ” is a heading, with “## ” one below it, with “- ” an item of a list, with “[] ” something to tick. Lines such as “| one | two |” are the rows of a table; the first of them are its headings.",
                    ),
                ),
                (
                    "made",
                    models.CharField(
                        choices=[
                            ("text", "Its text alone (Word)"),
                            ("self-check", "Its text and the statements of the self-check (Word)"),
                            ("tracker", "Its text and the benefits tracker (spreadsheet)"),
                        ],
                        default="text",
                        editable=False,
                        max_length=20,
                        verbose_name="made of",
                    ),
                ),
                (
                    "dated",
                    models.DateField(
                        blank=True,
                        help_text="Of what it says. Readers see this.",
                        null=True,
                        verbose_name="date",
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(default=0, help_text="Lower comes first."),
                ),
            ],
            options={
                "verbose_name": "document of the toolkit",
                "verbose_name_plural": "documents of the toolkit",
                "ordering": ["position", "title"],
            },
        ),
        migrations.CreateModel(
            name="SearchTerm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "term",
                    models.CharField(
                        help_text="As case studies write it. It may be a glossary term as well.",
                        max_length=80,
                        unique=True,
                    ),
                ),
            ],
            options={
                "verbose_name": "everyday word",
                "ordering": ["term"],
            },
        ),
        migrations.CreateModel(
            name="IndexedText",
            fields=[
                (
                    "study",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="casestudies.casestudy",
                    ),
                ),
                (
                    "numbers",
                    models.BinaryField(
                        help_text="uint32: the numbers of the stems in order, passages parted by that of a bar."
                    ),
                ),
                ("words", models.TextField(help_text="Every different word as written, folded.")),
                (
                    "passages",
                    models.JSONField(
                        help_text="The texts a snippet may be taken from, best first."
                    ),
                ),
                (
                    "spots",
                    models.BinaryField(
                        default=b"",
                        help_text="Where the words of title, summary and passages stand, packed.",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Caveat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "kind",
                    models.CharField(
                        choices=[("conflict", "Sources disagree"), ("weak", "Weak sources")],
                        max_length=10,
                    ),
                ),
                ("text", models.TextField()),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="casestudies.casestudy"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "abstract": False,
                "default_related_name": "caveats",
            },
        ),
        migrations.CreateModel(
            name="CollaborationType",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        help_text="The last part of the page's address. The old one keeps working.",
                        max_length=120,
                        unique=True,
                        verbose_name="address",
                    ),
                ),
                (
                    "retired_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="retired on"
                    ),
                ),
                ("name", models.CharField(max_length=80, unique=True)),
                (
                    "description",
                    models.TextField(
                        blank=True,
                        help_text="One or two sentences, shown at the top of its own page.",
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(default=0, help_text="Lower comes first."),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="casestudies.collaborationtype",
                        verbose_name="replaced by",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "name"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("replaced_by", None), ("retired_on__isnull", False), _connector="OR"
                        ),
                        name="collaborationtype_replaced_is_retired",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="casestudy",
            name="types",
            field=models.ManyToManyField(
                blank=True,
                related_name="studies",
                to="casestudies.collaborationtype",
                verbose_name="collaboration types",
            ),
        ),
        migrations.CreateModel(
            name="ContentRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=160)),
                ("target_id", models.BigIntegerField()),
                ("fixture_digest", models.CharField(max_length=64)),
                ("stored_digest", models.CharField(max_length=64)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "key"), name="record_loaded_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ForceArea",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        help_text="The last part of the page's address. The old one keeps working.",
                        max_length=120,
                        unique=True,
                        verbose_name="address",
                    ),
                ),
                ("name", models.CharField(max_length=60, unique=True)),
                (
                    "code",
                    models.CharField(
                        help_text="Three letters for a small map.", max_length=3, unique=True
                    ),
                ),
                (
                    "tile_label",
                    models.CharField(
                        blank=True,
                        help_text="Its name on the tile map, with | where a line ends.",
                        max_length=40,
                    ),
                ),
                (
                    "column",
                    models.PositiveSmallIntegerField(
                        help_text="Place on the tile map, from the left."
                    ),
                ),
                (
                    "row",
                    models.PositiveSmallIntegerField(
                        help_text="Place on the tile map, from the top."
                    ),
                ),
                (
                    "neighbours",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The areas that share a border with it on land.",
                        to="casestudies.forcearea",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="force_areas",
                        to="casestudies.region",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("column", "row"), name="force_area_has_its_own_tile"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="casestudy",
            name="force_areas",
            field=models.ManyToManyField(
                blank=True, related_name="studies", to="casestudies.forcearea"
            ),
        ),
        migrations.CreateModel(
            name="FundingStream",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        help_text="The last part of the page's address. The old one keeps working.",
                        max_length=120,
                        unique=True,
                        verbose_name="address",
                    ),
                ),
                (
                    "retired_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="retired on"
                    ),
                ),
                ("name", models.CharField(max_length=160, unique=True)),
                ("funder", models.CharField(blank=True, max_length=200)),
                ("years", models.CharField(blank=True, max_length=120)),
                ("amount_note", models.TextField(blank=True)),
                ("summary", models.TextField()),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Open"), ("closed", "Closed"), ("unknown", "Not known")],
                        default="unknown",
                        max_length=10,
                    ),
                ),
                (
                    "reviewed_on",
                    models.DateField(
                        blank=True,
                        help_text="When somebody last checked it against its sources. Readers see this.",
                        null=True,
                        verbose_name="last reviewed on",
                    ),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="casestudies.fundingstream",
                        verbose_name="replaced by",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("replaced_by", None), ("retired_on__isnull", False), _connector="OR"
                        ),
                        name="fundingstream_replaced_is_retired",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FundingSource",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=300)),
                ("publisher", models.CharField(blank=True, max_length=160)),
                ("url", models.URLField(max_length=600, verbose_name="web address")),
                (
                    "date",
                    casestudies.models.fields.PartialDateField(
                        blank=True,
                        default="",
                        help_text="As exact as the source is: 2015, 2015-05 or 2015-05-01.",
                        max_length=10,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "stream",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sources",
                        to="casestudies.fundingstream",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Funding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "description",
                    models.CharField(
                        help_text="As the source names it, with the amount.", max_length=200
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="casestudies.casestudy"
                    ),
                ),
                (
                    "stream",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fundings",
                        to="casestudies.fundingstream",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "abstract": False,
                "default_related_name": "fundings",
            },
        ),
        migrations.CreateModel(
            name="GuidancePageSource",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=300)),
                ("publisher", models.CharField(blank=True, max_length=160)),
                ("url", models.URLField(max_length=600, verbose_name="web address")),
                (
                    "date",
                    casestudies.models.fields.PartialDateField(
                        blank=True,
                        default="",
                        help_text="As exact as the source is: 2015, 2015-05 or 2015-05-01.",
                        max_length=10,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sources",
                        to="casestudies.guidancepage",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Lesson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "kind",
                    models.CharField(
                        choices=[("helped", "What helped"), ("hard", "What was hard")],
                        max_length=10,
                    ),
                ),
                ("text", models.TextField()),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="casestudies.casestudy"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "abstract": False,
                "default_related_name": "lessons",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["helped", "hard"])),
                        name="lesson_helped_or_was_hard",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("was_public", models.BooleanField(default=True)),
                (
                    "gone",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="merge",
                        to="casestudies.casestudy",
                    ),
                ),
                (
                    "into",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="merged_here",
                        to="casestudies.casestudy",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("gone", models.F("into")), _negated=True),
                        name="merge_is_into_another",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MissedSearch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=80, unique=True, verbose_name="searched for")),
                ("times", models.PositiveIntegerField(default=1)),
                ("last_on", models.DateField(verbose_name="last on")),
            ],
            options={
                "verbose_name": "search that found nothing",
                "verbose_name_plural": "searches that found nothing",
                "ordering": ["-times", "-last_on", "text"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("times__gt", 0)), name="missed_at_least_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NationalProgramme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        help_text="The last part of the page's address. The old one keeps working.",
                        max_length=120,
                        unique=True,
                        verbose_name="address",
                    ),
                ),
                (
                    "retired_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="retired on"
                    ),
                ),
                ("name", models.CharField(max_length=160, unique=True)),
                ("summary", models.CharField(max_length=300)),
                ("description", models.TextField()),
                ("lead_bodies", models.TextField(blank=True, help_text="One to a line.")),
                ("start_year", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "status",
                    models.CharField(
                        help_text="Active, closed, superseded, unknown…", max_length=60
                    ),
                ),
                (
                    "reviewed_on",
                    models.DateField(
                        blank=True,
                        help_text="When somebody last checked it against its sources. Readers see this.",
                        null=True,
                        verbose_name="last reviewed on",
                    ),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="casestudies.nationalprogramme",
                        verbose_name="replaced by",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("replaced_by", None), ("retired_on__isnull", False), _connector="OR"
                        ),
                        name="nationalprogramme_replaced_is_retired",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Need",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("staff", "Staff"),
                            ("law", "Law and agreements"),
                            ("systems", "Systems"),
                            ("space", "Space"),
                            ("money", "Money"),
                            ("time", "Time"),
                        ],
                        max_length=10,
                    ),
                ),
                ("text", models.TextField()),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="casestudies.casestudy"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "abstract": False,
                "default_related_name": "needs",
            },
        ),
        migrations.CreateModel(
            name="OldSlug",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        help_text="What it leads to, such as casestudy.", max_length=60
                    ),
                ),
                ("slug", models.SlugField(max_length=120)),
                ("target_id", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "slug"), name="old_slug_leads_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        help_text="The last part of the page's address. The old one keeps working.",
                        max_length=120,
                        unique=True,
                        verbose_name="address",
                    ),
                ),
                (
                    "retired_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="retired on"
                    ),
                ),
                ("name", models.CharField(max_length=160, unique=True)),
                ("short_name", models.CharField(blank=True, max_length=80)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("police", "Police"),
                            ("fire", "Fire and rescue"),
                            ("ambulance", "Ambulance"),
                            ("local-authority", "Local authority"),
                            ("health", "Health"),
                            ("coastguard", "Coastguard"),
                            ("voluntary", "Voluntary sector"),
                            ("governance", "Commissioner or authority"),
                            ("national", "National body"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "borders",
                    models.CharField(
                        blank=True,
                        help_text="Which parts of police force areas it covers, if not the whole of each.",
                        max_length=300,
                        verbose_name="where its borders differ",
                    ),
                ),
                ("website", models.URLField(blank=True, max_length=300)),
                (
                    "force_areas",
                    models.ManyToManyField(
                        blank=True, related_name="organisations", to="casestudies.forcearea"
                    ),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="casestudies.organisation",
                        verbose_name="replaced by",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="organisations",
                        to="casestudies.region",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("replaced_by", None), ("retired_on__isnull", False), _connector="OR"
                        ),
                        name="organisation_replaced_is_retired",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FormerName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=160)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_names",
                        to="casestudies.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "name"), name="former_name_said_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("text", models.TextField()),
                (
                    "evidence",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Described"),
                            (2, "Reported"),
                            (3, "Measured"),
                            (4, "Evaluated"),
                        ],
                        default=1,
                        help_text="Described: a source says so, without figures. Reported: the partners give figures. Measured: figures with a method, before and after. Evaluated: somebody independent looked.",
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="casestudies.casestudy"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "abstract": False,
                "default_related_name": "outcomes",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("evidence__in", [1, 2, 3, 4])),
                        name="outcome_evidence_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Partner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("lead", "Lead"), ("partner", "Partner")],
                        default="partner",
                        max_length=10,
                    ),
                ),
                (
                    "part_played",
                    models.CharField(
                        blank=True,
                        help_text="What it does in the scheme, if a source says so.",
                        max_length=200,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partnerships",
                        to="casestudies.organisation",
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="partners",
                        to="casestudies.casestudy",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("study", "organisation"), name="partner_named_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["lead", "partner"])),
                        name="partner_leads_or_takes_part",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="casestudy",
            name="organisations",
            field=models.ManyToManyField(
                editable=False,
                related_name="studies",
                through="casestudies.Partner",
                to="casestudies.organisation",
            ),
        ),
        migrations.CreateModel(
            name="PostingBlock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.CharField(max_length=40)),
                (
                    "block",
                    models.PositiveIntegerField(
                        help_text="The primary key divided by the size of a block."
                    ),
                ),
                (
                    "impacts",
                    models.BinaryField(help_text="Pairs of uint16: place in the block, impact."),
                ),
                (
                    "positions",
                    models.BinaryField(
                        help_text="uint32: place in the block << 16 | place in the text."
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("word", "block"), name="posting_block_stands_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Preview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="previews",
                        to="casestudies.casestudy",
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at", "-pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="ProgrammeCase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=300)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cases",
                        to="casestudies.nationalprogramme",
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="programme_cases",
                        to="casestudies.casestudy",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "study"), name="programme_case_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgrammeSource",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=300)),
                ("publisher", models.CharField(blank=True, max_length=160)),
                ("url", models.URLField(max_length=600, verbose_name="web address")),
                (
                    "date",
                    casestudies.models.fields.PartialDateField(
                        blank=True,
                        default="",
                        help_text="As exact as the source is: 2015, 2015-05 or 2015-05-01.",
                        max_length=10,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sources",
                        to="casestudies.nationalprogramme",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="casestudy",
            name="region",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="studies",
                to="casestudies.region",
            ),
        ),
        migrations.CreateModel(
            name="Relation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("adapted-from", "Adapted from"),
                            ("replaced-by", "Replaced by"),
                            ("merged-into", "Merged into"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reverse_relations",
                        to="casestudies.casestudy",
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="relations",
                        to="casestudies.casestudy",
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("study", "kind", "other"), name="relation_said_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("study", models.F("other")), _negated=True),
                        name="relation_is_to_another_study",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ResourceFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "format",
                    models.CharField(
                        choices=[
                            ("docx", "Word document"),
                            ("xlsx", "Excel workbook"),
                            ("odt", "OpenDocument text"),
                            ("ods", "OpenDocument spreadsheet"),
                            ("pdf", "PDF"),
                        ],
                        max_length=4,
                    ),
                ),
                ("content", models.BinaryField(max_length=5242880)),
                ("size", models.PositiveIntegerField(help_text="In bytes.")),
                ("digest", models.CharField(max_length=64)),
                (
                    "dated",
                    models.DateField(
                        help_text="The date that the document bears.", verbose_name="date"
                    ),
                ),
                (
                    "summary",
                    models.TextField(
                        help_text="What it holds and how to use it. Readers see this before they download it.",
                        max_length=3000,
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True, help_text="For Publishers: why it was put here.", max_length=300
                    ),
                ),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("in_use", models.BooleanField(default=False)),
                (
                    "resource",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="casestudies.resource",
                    ),
                ),
            ],
            options={
                "ordering": ["-added_at", "-pk"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("in_use", True)),
                        fields=("resource",),
                        name="resource_file_in_use_once",
                    ),
                    models.UniqueConstraint(
                        fields=("resource", "digest"), name="resource_file_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("size__gt", 0), ("size__lte", 5242880)),
                        name="resource_file_is_bounded",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ResourceSource",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=300)),
                ("publisher", models.CharField(blank=True, max_length=160)),
                ("url", models.URLField(max_length=600, verbose_name="web address")),
                (
                    "date",
                    casestudies.models.fields.PartialDateField(
                        blank=True,
                        default="",
                        help_text="As exact as the source is: 2015, 2015-05 or 2015-05-01.",
                        max_length=10,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "resource",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sources",
                        to="casestudies.resource",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Saving",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "covers",
                    models.CharField(
                        blank=True, help_text="What the figure covers.", max_length=300
                    ),
                ),
                (
                    "bound",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("about", "About"),
                            ("nearly", "Nearly"),
                            ("up-to", "Up to"),
                            ("more-than", "More than"),
                        ],
                        help_text="As the source says it, so that “up to £4 million” is not read as £4 million.",
                        max_length=10,
                        verbose_name="how exact",
                    ),
                ),
                (
                    "low",
                    models.PositiveBigIntegerField(
                        blank=True,
                        help_text="In whole pounds.",
                        null=True,
                        verbose_name="amount, or its lower end",
                    ),
                ),
                (
                    "high",
                    models.PositiveBigIntegerField(
                        blank=True,
                        help_text="In whole pounds, if it is a range.",
                        null=True,
                        verbose_name="upper end",
                    ),
                ),
                (
                    "per",
                    models.CharField(
                        choices=[
                            ("yearly", "A year"),
                            ("one-off", "Once"),
                            ("period", "In all, over several years"),
                            ("unknown", "Not known"),
                        ],
                        default="unknown",
                        max_length=10,
                    ),
                ),
                (
                    "period",
                    models.CharField(blank=True, help_text="Such as 2011 to 2023.", max_length=60),
                ),
                ("price_year", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "baseline",
                    models.CharField(
                        blank=True, help_text="What it is compared with.", max_length=300
                    ),
                ),
                (
                    "payer",
                    models.CharField(
                        blank=True, help_text="Who pays for the scheme.", max_length=160
                    ),
                ),
                (
                    "gainer",
                    models.CharField(blank=True, help_text="Who keeps the saving.", max_length=160),
                ),
                (
                    "grade",
                    models.CharField(
                        choices=[
                            ("claimed", "Claimed"),
                            ("measured", "Measured"),
                            ("audited", "Audited"),
                        ],
                        default="claimed",
                        help_text="Claimed: a forecast or the partners' word. Measured: worked out from what was spent. Audited: checked by an auditor or inspector.",
                        max_length=10,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="casestudies.casestudy"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "abstract": False,
                "default_related_name": "savings",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("high__isnull", True),
                            models.Q(("high__gte", models.F("low")), ("low__isnull", False)),
                            _connector="OR",
                        ),
                        name="saving_range_runs_upwards",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.CharField(max_length=80, unique=True)),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="words",
                        to="casestudies.searchterm",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Service",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        help_text="The last part of the page's address. The old one keeps working.",
                        max_length=120,
                        unique=True,
                        verbose_name="address",
                    ),
                ),
                (
                    "retired_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="retired on"
                    ),
                ),
                ("name", models.CharField(max_length=80, unique=True)),
                (
                    "description",
                    models.TextField(
                        blank=True,
                        help_text="One or two sentences, shown at the top of its own page.",
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(default=0, help_text="Lower comes first."),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="casestudies.service",
                        verbose_name="replaced by",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "name"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("replaced_by", None), ("retired_on__isnull", False), _connector="OR"
                        ),
                        name="service_replaced_is_retired",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="nationalprogramme",
            name="services",
            field=models.ManyToManyField(
                blank=True, related_name="programmes", to="casestudies.service"
            ),
        ),
        migrations.AddField(
            model_name="casestudy",
            name="services",
            field=models.ManyToManyField(
                blank=True, related_name="studies", to="casestudies.service"
            ),
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=300)),
                ("publisher", models.CharField(blank=True, max_length=160)),
                ("url", models.URLField(max_length=600, verbose_name="web address")),
                (
                    "date",
                    casestudies.models.fields.PartialDateField(
                        blank=True,
                        default="",
                        help_text="As exact as the source is: 2015, 2015-05 or 2015-05-01.",
                        max_length=10,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sources",
                        to="casestudies.casestudy",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("date", ""),
                            (
                                "date__regex",
                                "^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?\\Z",
                            ),
                            _connector="OR",
                        ),
                        name="source_date_is_partial",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SuccessFactor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        help_text="The last part of the page's address. The old one keeps working.",
                        max_length=120,
                        unique=True,
                        verbose_name="address",
                    ),
                ),
                (
                    "retired_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="retired on"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("factor", "Success factor"), ("barrier", "Barrier")],
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(max_length=120, unique=True)),
                ("summary", models.CharField(max_length=300)),
                ("guidance", models.TextField()),
                (
                    "self_check",
                    models.CharField(
                        blank=True,
                        help_text="What a team that is ready can say yes to, such as “Each partner has a named sponsor.” Left empty, the self-check does not ask about it.",
                        max_length=200,
                        verbose_name="statement of the self-check",
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(default=0, help_text="Lower comes first."),
                ),
                (
                    "reviewed_on",
                    models.DateField(
                        blank=True,
                        help_text="When somebody last checked it against its sources. Readers see this.",
                        null=True,
                        verbose_name="last reviewed on",
                    ),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="casestudies.successfactor",
                        verbose_name="replaced by",
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "position", "title"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("replaced_by", None), ("retired_on__isnull", False), _connector="OR"
                        ),
                        name="successfactor_replaced_is_retired",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=300)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "factor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="casestudies.successfactor",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="FactorSource",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=300)),
                ("publisher", models.CharField(blank=True, max_length=160)),
                ("url", models.URLField(max_length=600, verbose_name="web address")),
                (
                    "date",
                    casestudies.models.fields.PartialDateField(
                        blank=True,
                        default="",
                        help_text="As exact as the source is: 2015, 2015-05 or 2015-05-01.",
                        max_length=10,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "factor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sources",
                        to="casestudies.successfactor",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FactorShown",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("reason", models.CharField(max_length=300)),
                (
                    "how_met",
                    models.CharField(
                        blank=True,
                        help_text="Of a barrier: what they did about it. Left empty if no source says.",
                        max_length=300,
                        verbose_name="how they met it",
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="casestudies.casestudy"
                    ),
                ),
                (
                    "factor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shown_by",
                        to="casestudies.successfactor",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "abstract": False,
                "default_related_name": "factors_shown",
                "constraints": [
                    models.UniqueConstraint(fields=("study", "factor"), name="factor_shown_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Synonym",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.CharField(max_length=80, unique=True)),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="synonyms",
                        to="casestudies.glossaryterm",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="TwinPair",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("apart_at", models.DateTimeField(blank=True, null=True)),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="casestudies.casestudy",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="casestudies.casestudy",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("first", "second"), name="twins_are_paired_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first__lt", models.F("second"))),
                        name="twins_stand_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("published_at", models.DateTimeField()),
                (
                    "note",
                    models.CharField(
                        blank=True, help_text="What changed, in plain words.", max_length=300
                    ),
                ),
                (
                    "document",
                    models.JSONField(
                        help_text="The case study as the fixtures and imports write it."
                    ),
                ),
                (
                    "withheld_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="withheld"),
                ),
                ("withheld_because", models.CharField(blank=True, editable=False, max_length=300)),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="casestudies.casestudy",
                    ),
                ),
                (
                    "withheld_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["study", "-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("study", "number"), name="version_number_used_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withheld_at", None), ("withheld_because", "")),
                            models.Q(
                                ("withheld_at__isnull", False),
                                models.Q(("withheld_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="version_is_withheld_for_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WelshWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.CharField(max_length=80, unique=True)),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="welsh",
                        to="casestudies.searchterm",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
    ]
