from django.db import migrations, models


class Migration(migrations.Migration):
    """While a long sheet is taken the statistics say that the table is empty, and both indexes that begin with the kind
    cost the same; by the wrong one each row that is removed was looked for among all of its kind.
    """

    dependencies = [("operations", "0013_job_step")]

    operations = [
        migrations.RemoveIndex(model_name="searchentry", name="searchentry_parent"),
        migrations.AddIndex(
            model_name="searchentry",
            index=models.Index(fields=["parent_id", "kind"], name="searchentry_by_parent"),
        ),
    ]
