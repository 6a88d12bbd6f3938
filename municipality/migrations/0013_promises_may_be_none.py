import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("municipality", "0012_council_of_three_seats"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="project",
            name="project_shares_within_100",
        ),
        migrations.AddField(
            model_name="project",
            name="tags_en",
            field=models.CharField(blank=True, max_length=300, verbose_name="tags (English)"),
        ),
        migrations.AddField(
            model_name="project",
            name="tags_sq",
            field=models.CharField(
                blank=True,
                help_text="Parted by commas; they stand beside the title.",
                max_length=300,
                verbose_name="tags (Albanian)",
            ),
        ),
        migrations.AlterField(
            model_name="project",
            name="authorities_target",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="representatives of authorities to engage, at least"
            ),
        ),
        migrations.AlterField(
            model_name="project",
            name="authorities_women_share",
            field=models.PositiveSmallIntegerField(
                blank=True,
                null=True,
                validators=[django.core.validators.MaxValueValidator(100)],
                verbose_name="share of women among these (percent)",
            ),
        ),
        migrations.AlterField(
            model_name="project",
            name="beneficiaries_base",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="A lower bound, reported by the municipality.",
                null=True,
                verbose_name="persons in need, at least",
            ),
        ),
        migrations.AlterField(
            model_name="project",
            name="beneficiaries_target",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="final beneficiaries planned"),
        ),
        migrations.AlterField(
            model_name="project",
            name="groups_target",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="groups to consult, at least"),
        ),
        migrations.AlterField(
            model_name="project",
            name="organisations_target",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="members of organisations to engage, at least"
            ),
        ),
        migrations.AlterField(
            model_name="project",
            name="organisations_women_share",
            field=models.PositiveSmallIntegerField(
                blank=True,
                null=True,
                validators=[django.core.validators.MaxValueValidator(100)],
                verbose_name="share of women among them (percent)",
            ),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("organisations_women_share", None), ("organisations_women_share__lte", 100), _connector="OR"
                    ),
                    models.Q(
                        ("authorities_women_share", None), ("authorities_women_share__lte", 100), _connector="OR"
                    ),
                ),
                name="project_shares_within_100",
                violation_error_message="A share is at most 100 percent.",
            ),
        ),
    ]
