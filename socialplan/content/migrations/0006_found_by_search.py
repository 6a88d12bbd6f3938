from django.db import migrations

from operations.database.indexed import Indexed, index

HEAD = ("code", "title_sq"), ("code", "title_en")


def of_version(table, kind, **texts):
    return Indexed(f"content_{table}", kind, *HEAD, parent="version_id", key="key", **texts)


class Migration(migrations.Migration):
    dependencies = [("content", "0005_sealed_plans"), ("operations", "0010_search_entry")]

    operations = [
        index(
            of_version("chapter", "chapter", body_sq=("body_sq",), body_en=("body_en",), is_marked_up=True),
            of_version("strategicgoal", "goal"),
            of_version("specificobjective", "objective"),
            of_version("measure", "measure", body_sq=("description_sq",), body_en=("description_en",)),
            of_version("indicator", "indicator"),
        )
    ]
