"""What the process counts of itself, for Prometheus. No label tells who: languages, outcomes, kinds only."""

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
)

from knowledge.reply import Reply

__all__ = ["Metrics"]

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)


class Metrics:
    """The counters of one process, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        for collector in (ProcessCollector, PlatformCollector, GCCollector):
            collector(registry=self.registry)
        self._questions = Counter(
            "eu_celac_questions",
            "Questions by outcome (answer, suggest, none, smalltalk) and language.",
            ("outcome", "language"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "eu_celac_answer_seconds",
            "From a question to its reply, without the way to Telegram.",
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._limited = Counter(
            "eu_celac_questions_limited",
            "Questions not answered because their sender asked too many.",
            registry=self.registry,
        )
        self._updates = Counter(
            "eu_celac_webhook_updates",
            "Updates by what became of them (handled, repeated, busy, failed).",
            ("result",),
            registry=self.registry,
        )
        self._refused = Counter(
            "eu_celac_webhook_refused",
            "Requests refused, by reason.",
            ("reason",),
            registry=self.registry,
        )
        self._errors = Counter(
            "eu_celac_errors", "Errors by kind.", ("kind",), registry=self.registry
        )
        self._reloads = Counter(
            "eu_celac_reloads",
            "Reloads of the knowledge base by result (current, broken).",
            ("result",),
            registry=self.registry,
        )
        self._in_flight = Gauge(
            "eu_celac_updates_in_flight", "Updates being handled.", registry=self.registry
        )
        self._deliveries = Gauge(
            "eu_celac_deliveries",
            "Messages to subscribers in the database by state; all processes show the same.",
            ("result",),
            registry=self.registry,
        )
        self._backlog = Gauge(
            "eu_celac_delivery_backlog", "Messages that wait to be sent.", registry=self.registry
        )

    def question(self, reply: Reply, seconds: float) -> None:
        """Count a question, how it ended and how long its reply took."""
        self._questions.labels(reply.kind, reply.lang).inc()
        self._seconds.observe(seconds)

    def limited(self) -> None:
        """Count a question of somebody who asks too many."""
        self._limited.inc()

    def update(self, result: str) -> None:
        """Count what became of an update that came by the webhook."""
        self._updates.labels(result).inc()

    def refused(self, reason: str) -> None:
        """Count a request to the webhook that was refused."""
        self._refused.labels(reason).inc()

    def error(self, kind: str) -> None:
        """Count an error by the name of its class."""
        self._errors.labels(kind).inc()

    def reloaded(self, result: str) -> None:
        """Count a reload of the knowledge base."""
        self._reloads.labels(result).inc()

    def in_flight(self, count: int) -> None:
        """Show how many updates are being handled."""
        self._in_flight.set(count)

    def deliveries(self, by_state: dict[str, int], waiting: int) -> None:
        """Show how many messages to subscribers are in which state."""
        self._deliveries.clear()
        for state, count in by_state.items():
            self._deliveries.labels(state).set(count)
        self._backlog.set(waiting)
