"""Celery's way to the broker, made to outlive a broker that hangs for a while."""

from __future__ import annotations

from typing import Any

from kombu.transport import TRANSPORT_ALIASES, redis, virtual

DELIVERED = "kombu.transport.redis:Transport"


class LastingQoS(redis.QoS):
    """What a silent broker was not told of leaves the worker's hands all the same.

    Kombu's own goes on counting it; with one message at a time the worker then never asks for another. The broker
    hands the message out once more, which does nothing to a job whose row is done.
    """

    def ack(self, delivery_tag: Any) -> None:
        try:
            super().ack(delivery_tag)
        finally:
            virtual.QoS.ack(self, delivery_tag)

    def reject(self, delivery_tag: Any, requeue: bool = False) -> None:
        try:
            super().reject(delivery_tag, requeue=requeue)
        finally:
            virtual.QoS.ack(self, delivery_tag)


class LastingChannel(redis.Channel):
    QoS = LastingQoS


class LastingTransport(redis.Transport):
    Channel = LastingChannel


def outlive_hung_brokers() -> None:
    """Under the names that addresses of a broker begin with: a transport of one's own has no other way in."""
    for name, target in TRANSPORT_ALIASES.items():
        if target == DELIVERED:
            TRANSPORT_ALIASES[name] = f"{LastingTransport.__module__}:{LastingTransport.__qualname__}"
