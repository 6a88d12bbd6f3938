import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models


class Migration(migrations.Migration):
    """Of what came in last up to four megabytes lay beside each index, and every question read them from end to end."""

    dependencies = [
        ("operations", "0014_search_entry_by_its_row"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="searchentry",
            name="searchentry_words",
        ),
        migrations.RemoveIndex(
            model_name="searchentry",
            name="searchentry_title",
        ),
        migrations.RemoveIndex(
            model_name="searchentry",
            name="searchentry_title_words",
        ),
        migrations.AddIndex(
            model_name="searchentry",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["words"], gin_pending_list_limit=64, name="searchentry_words"
            ),
        ),
        migrations.AddIndex(
            model_name="searchentry",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["folded_title"],
                gin_pending_list_limit=64,
                name="searchentry_title",
                opclasses=["gin_trgm_ops"],
            ),
        ),
        migrations.AddIndex(
            model_name="searchentry",
            index=django.contrib.postgres.indexes.GinIndex(
                models.Func(
                    models.F("words"),
                    models.Value("{a,b}"),
                    function="ts_filter",
                    output_field=django.contrib.postgres.search.SearchVectorField(),
                ),
                gin_pending_list_limit=64,
                name="searchentry_title_words",
            ),
        ),
    ]
