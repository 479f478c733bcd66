FROM python:3.12-slim-bookworm AS build
WORKDIR /app
COPY requirements.txt .
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes --requirement requirements.txt
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY adapters adapters
COPY store store
COPY config config
RUN /venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.12-slim-bookworm
# The folder has to be there, and hirg's, before it becomes a volume: an empty volume takes over its owner.
RUN useradd --system --create-home --home-dir /var/lib/hirg-bot --uid 10001 hirg \
    && install --directory --owner=hirg /var/lib/hirg-bot/data
COPY --from=build /venv /venv
USER hirg
ENV HIRG_DATA_DIR=/var/lib/hirg-bot/data \
    PYTHONUNBUFFERED=1
WORKDIR /var/lib/hirg-bot
VOLUME /var/lib/hirg-bot/data
ENTRYPOINT ["/venv/bin/hirg-bot"]
CMD ["run"]
