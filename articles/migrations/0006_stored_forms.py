import django.db.models.deletion
import orjson
from django.db import migrations, models

from articles import stored


def keep_forms(apps, schema_editor):
    """Make the forms of the editions that are there, but for their pages: those are made when they are asked for."""
    edition_model, stored_model = apps.get_model("articles", "Edition"), apps.get_model("articles", "StoredEdition")
    significant = {}
    made = []
    for edition in edition_model.objects.order_by("article_id", "number", "pk").iterator(chunk_size=200):
        quiet = edition.edition_class in stored.QUIET
        before = significant.get(edition.article_id) if quiet else None
        significant = {edition.article_id: before or edition.pk}
        if edition.document is None or edition.edition_class == "retraction":
            continue
        forms = stored.forms(orjson.loads(edition.document))
        made.append(stored_model(edition=edition, significant_id=before or edition.pk, **forms))
        if len(made) == 200:
            stored_model.objects.bulk_create(made)
            made.clear()
    stored_model.objects.bulk_create(made)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0005_desk"),
    ]

    operations = [
        migrations.CreateModel(
            name="StoredEdition",
            fields=[
                (
                    "edition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="stored",
                        serialize=False,
                        to="articles.edition",
                    ),
                ),
                ("short", models.TextField()),
                ("card", models.TextField()),
                ("content", models.TextField()),
                ("page", models.TextField(blank=True)),
                ("head", models.TextField(blank=True)),
                ("made_with", models.CharField(blank=True, max_length=24)),
                (
                    "significant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="articles.edition"
                    ),
                ),
            ],
            options={
                "verbose_name": "stored forms of an edition",
                "verbose_name_plural": "stored forms of editions",
            },
        ),
        migrations.RunPython(keep_forms, migrations.RunPython.noop),
    ]
