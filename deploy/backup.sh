#!/bin/sh
# A backup every night at half past two, and on the first of the month the drill of the newest; the log says how it went.
set -eu
folder=/srv/backups

seconds_until() {
  now=$(date +%s)
  next=$(date -d "today $1" +%s)
  [ "$next" -gt "$now" ] || next=$(date -d "tomorrow $1" +%s)
  echo $((next - now))
}

while :; do
  sleep "$(seconds_until 02:30)" &
  wait $!
  python manage.py backup "$folder" --keep-days 35 || echo "THE BACKUP OF THIS NIGHT FAILED" >&2
  if [ "$(date +%d)" = 01 ]; then
    newest=$(find "$folder" -name 'vlora-plan-*.tar' | sort | tail -n 1)
    python manage.py rehearse_restore "$newest" || echo "THE DRILL OF $newest FAILED" >&2
  fi
done
