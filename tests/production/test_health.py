import pytest

from operations.queue.heartbeats import beat

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def test_health_is_open_and_names_the_worker_that_has_never_been_seen(client):
    answer = client.get("/health/")

    assert answer.status_code == 503
    assert answer.json()["down"] == ["worker"]
    assert answer.json()["worker"] == {"state": "down", "reason": "no heartbeat yet"}


def test_health_is_well_when_every_part_answers(client):
    beat("worker")

    answer = client.get("/health/")

    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "down": [],
        "database": {"state": "ok"},
        "broker": {"state": "ok"},
        "worker": {"state": "ok", "age_seconds": 0},
        "migrations": {"state": "ok"},
    }


def test_health_names_a_broker_that_does_not_answer(client, settings, tmp_path):
    settings.REDIS_URL = f"unix://{tmp_path}/nobody.sock"
    beat("worker")

    answer = client.get("/health/")

    assert answer.status_code == 503
    assert answer.json()["down"] == ["broker"]


def test_health_takes_no_post(client):
    assert client.post("/health/").status_code == 405
