# The bot in a container: no root, no shell needed, a file system that may be read-only.
#   docker build -t eu-celac-bot .
#   docker run --read-only --tmpfs /tmp -v state:/data -e TELEGRAM_BOT_TOKEN_FILE=… eu-celac-bot

FROM python:3.13-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PYTHONDONTWRITEBYTECODE=1
WORKDIR /build
RUN python -m venv /app/venv
COPY requirements.lock pyproject.toml README.md LICENSE ./
COPY deploy/locked.py deploy/
# everything is pinned with hashes; what only develops stays out
RUN python deploy/locked.py runtime > runtime.lock \
    && python deploy/locked.py build > build.lock \
    && /app/venv/bin/pip install --no-deps --require-hashes -r runtime.lock \
    && python -m venv tools \
    && tools/bin/pip install --no-deps --require-hashes -r build.lock
COPY knowledge knowledge
COPY bot bot
COPY handlers handlers
RUN tools/bin/pip wheel --no-deps --no-index --no-build-isolation --wheel-dir wheel . \
    && /app/venv/bin/pip install --no-deps --no-index wheel/*.whl
# the knowledge is learnt here, once, so that every start is quick
ENV XDG_CACHE_HOME=/app/cache
RUN /app/venv/bin/eu-celac-bot check && /app/venv/bin/eu-celac-bot learn

FROM python:3.13-slim-bookworm
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin bot \
    && install --directory --owner=bot --group=bot /data
COPY --from=build /app /app
ENV PATH=/app/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    XDG_CACHE_HOME=/app/cache \
    XDG_DATA_HOME=/data \
    MPLCONFIGDIR=/tmp \
    LISTEN_HOST=0.0.0.0 \
    LISTEN_PORT=8443 \
    LOG_FORMAT=json
WORKDIR /data
VOLUME /data
USER 10001:10001
EXPOSE 8443
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=6s --start-period=30s --retries=3 \
    CMD ["python", "-m", "bot.probe"]
# PID 1 is the bot itself: it takes SIGTERM and SIGHUP, and starts no process that it does not wait for
ENTRYPOINT ["eu-celac-bot"]
CMD ["serve"]
