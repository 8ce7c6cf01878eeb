"""What PostgreSQL itself holds of the issuer's tables: every `0002_*.sql` beside this, one a subject."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("issuer", "0001_tables")]
    operations = [
        migrations.RunSQL(path.read_text(), reverse_sql=migrations.RunSQL.noop)
        for path in sorted(Path(__file__).parent.glob("0002_*.sql"))
    ]
