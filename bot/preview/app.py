"""The preview's web application: the page, its events, and the deeds it asks for."""

from pathlib import Path

from pydantic import BaseModel, ValidationError
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    JSONResponse,
    PlainTextResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.localapi import Actor, ApiError, Upload
from bot.preview.deeds import DEED
from bot.preview.guard import COOKIE, Guard
from bot.preview.stage import Stage

__all__ = ["web_application"]

PAGE = Path(__file__).parent / "page"
MAX_UPLOAD = 10 * 1024 * 1024
"""Bytes; Telegram's limit for pictures."""
MAX_BODY = 64 * 1024
SHOWN_INLINE = frozenset({"image/png", "image/jpeg"})


def web_application(stage: Stage, key: str | None) -> Starlette:
    """Return the web application over `stage`; with a `key` it asks for it first."""
    views = _Views(stage, key)
    return Starlette(
        routes=[
            Route("/", views.page),
            Route("/key", views.unlock, methods=["POST"]),
            Route("/api/state", views.state),
            Route("/api/profile", views.profile),
            Route("/api/events", views.events),
            Route("/api/deed", views.deed, methods=["POST"]),
            Route("/api/publish", views.publish, methods=["POST"]),
            Route("/api/upload", views.upload, methods=["POST"]),
            Route("/files/{id}", views.file),
            Mount("/page", StaticFiles(directory=PAGE)),
        ],
        middleware=[Middleware(Guard, key=key)],
    )


class _Publish(BaseModel):
    update: str


_NOT_JSON = PlainTextResponse("A small JSON object is expected.", 415)


async def _json(request: Request) -> bytes | None:
    """Return the body if it says to be JSON, which no form of another site can, and is small."""
    body = await request.body()
    named = request.headers.get("content-type") == "application/json"
    return body if named and len(body) <= MAX_BODY else None


class _Views:
    """The answers to each kind of request."""

    def __init__(self, stage: Stage, key: str | None) -> None:
        self._stage = stage
        self._key = key

    async def page(self, request: Request) -> Response:
        return FileResponse(PAGE / "index.html")

    async def unlock(self, request: Request) -> Response:
        """Take the key from the form and remember it in a cookie that no script reads."""
        body = (await request.body())[:MAX_BODY].decode(errors="replace")
        given = body.removeprefix("key=").strip()
        response = Response(status_code=303, headers={"location": "/"})
        response.set_cookie(COOKIE, given, httponly=True, samesite="strict")
        return response

    async def state(self, request: Request) -> Response:
        return JSONResponse(self._stage.snapshot())

    async def profile(self, request: Request) -> Response:
        try:
            chat, person = (int(request.query_params[name]) for name in ("chat", "person"))
            return JSONResponse(self._stage.profile(chat, person))
        except (LookupError, ValueError):
            return PlainTextResponse("No such chat or person.", 404)

    async def events(self, request: Request) -> Response:
        after = request.headers.get("last-event-id") or request.query_params.get("after", "0")
        number = int(after) if after.isdecimal() else 0
        return StreamingResponse(self._stage.stream.follow(number), media_type="text/event-stream")

    async def publish(self, request: Request) -> Response:
        body = await _json(request)
        if body is None:
            return _NOT_JSON
        try:
            wanted = _Publish.model_validate_json(body)
            return JSONResponse(await self._stage.publish(wanted.update))
        except (LookupError, ValidationError):
            return JSONResponse({"error": "There is no such update."}, 404)

    async def deed(self, request: Request) -> Response:
        body = await _json(request)
        if body is None:
            return _NOT_JSON
        try:
            deed = DEED.validate_json(body)
            return JSONResponse(await deed.perform(self._stage.api))
        except ValidationError as error:
            return JSONResponse({"error": error.errors()[0]["msg"]}, 422)
        except ApiError as error:
            return JSONResponse({"error": error.description}, 409)
        except LookupError as error:
            return JSONResponse({"error": f"This is gone: {error}"}, 404)

    async def upload(self, request: Request) -> Response:
        """Send a picture or a document as a person; its bytes are the body."""
        query = request.query_params
        content = b""
        async for part in request.stream():
            content += part
            if len(content) > MAX_UPLOAD:
                return PlainTextResponse("The file is larger than 10 MB.", 413)
        mime = request.headers.get("content-type", "application/octet-stream")
        upload = Upload(query.get("name", "file")[:100], content, mime)
        kind = "photo" if mime in SHOWN_INLINE else "document"
        try:
            world = self._stage.api.world
            actor = Actor(self._stage.api, world.people[int(query["person"])])
            await actor.sends_file(kind, upload, world.chats[int(query["chat"])])
        except ApiError as error:
            return JSONResponse({"error": error.description}, 409)
        except (LookupError, ValueError):
            return PlainTextResponse("No such chat or person.", 404)
        return JSONResponse({})

    async def file(self, request: Request) -> Response:
        stored = self._stage.api.world.files.get(request.path_params["id"])
        if stored is None:
            return PlainTextResponse("No such file.", 404)
        mime = stored.upload.mime_type
        if mime in SHOWN_INLINE:
            return Response(stored.upload.content, media_type=mime)
        headers = {"content-disposition": "attachment"}  # never a page of our own origin
        return Response(
            stored.upload.content, media_type="application/octet-stream", headers=headers
        )
