# The dashboard as a service: `docker build -t clas .` (how to run it: docs/exploitation.md). Nothing is fetched once the image is built.
# Any Debian base that holds Python 3.11 and its venv will do: --build-arg BASE=…
ARG BASE=python:3.11-slim-bookworm
FROM ${BASE}

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    MPLCONFIGDIR=/tmp/matplotlib \
    CLAS_RACINE=/srv/clas \
    FORWARDED_ALLOW_IPS=127.0.0.1
# FORWARDED_ALLOW_IPS: the proxies whose X-Forwarded-For is believed; give the gateway of the network at `docker run`.

RUN useradd --uid 10001 --create-home --shell /usr/sbin/nologin clas \
    && install -d -o clas -g clas -m 700 /srv/clas

WORKDIR /opt/clas
COPY requirements.txt ./
RUN python3.11 -m venv .venv \
    && .venv/bin/python -m pip install --no-cache-dir --disable-pip-version-check -r requirements.txt

COPY .streamlit/config.toml .streamlit/config.toml
COPY clas_data clas_data
COPY pages pages
COPY data/referentiels data/referentiels
COPY docs/accessibilite docs/accessibilite
COPY dashboard.py ./
RUN .venv/bin/python -m compileall -q clas_data pages dashboard.py

USER clas
VOLUME /srv/clas
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=10s --start-period=120s --retries=3 \
    CMD ["/opt/clas/.venv/bin/python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8501/sante', timeout=8)"]
CMD ["/opt/clas/.venv/bin/python", "-m", "streamlit", "run", "dashboard.py", "--server.address", "0.0.0.0", "--server.port", "8501"]
