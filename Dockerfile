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
# Folders have to be there, and hirg's, before they become volumes: an empty volume takes over its owner and its rights.
RUN useradd --system --create-home --home-dir /var/lib/hirg-bot --uid 10001 hirg \
    && install --directory --owner=hirg --mode=0700 /var/lib/hirg-bot/data /var/lib/hirg-bot/keys
COPY --from=build /venv /venv
USER hirg
# The keys of anonymous cases lie apart from the data, so that a backup of those does not take them along.
ENV HIRG_DATA_DIR=/var/lib/hirg-bot/data \
    HIRG_KEYS__DATABASE=/var/lib/hirg-bot/keys/keys.db \
    PYTHONUNBUFFERED=1
WORKDIR /var/lib/hirg-bot
VOLUME ["/var/lib/hirg-bot/data", "/var/lib/hirg-bot/keys"]
ENTRYPOINT ["/venv/bin/hirg-bot"]
CMD ["run"]
