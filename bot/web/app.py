"""The routes: /healthz (alive), /readyz (able to serve), /metrics, and the webhook where there is one."""

from collections.abc import Awaitable, Callable
from contextlib import suppress

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.metrics import Metrics
from bot.state import StateError
from bot.web.readiness import Readiness
from bot.web.webhook import Webhook

__all__ = ["web_application"]


def web_application(
    readiness: Readiness,
    metrics: Metrics,
    refresh: Callable[[], Awaitable[None]],
    webhook: tuple[str, Webhook] | None = None,
) -> Starlette:
    """Return the application. `refresh` brings the metrics that lie in the database up to date.

    `webhook` is its path and its endpoint.
    """

    async def healthz(_: Request) -> Response:
        return PlainTextResponse("alive\n")

    async def readyz(_: Request) -> Response:
        report = await readiness.report()
        return JSONResponse(report, 200 if report["ready"] else 503)

    async def shown_metrics(_: Request) -> Response:
        with suppress(StateError):  # the rest is worth showing
            await refresh()
        return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)

    routes = [
        Route("/healthz", healthz),
        Route("/readyz", readyz),
        Route("/metrics", shown_metrics),
    ]
    if webhook:
        path, endpoint = webhook
        routes.insert(0, Route(path, endpoint.__call__, methods=["POST"]))
    return Starlette(routes=routes)
