FROM python:3.13-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 VAR=/var/pressoffice
RUN useradd --system --create-home pressoffice && install -d -o pressoffice -g pressoffice "$VAR"
WORKDIR /srv/pressoffice

COPY requirements-scale.txt .
RUN pip install --no-cache-dir --require-hashes -r requirements-scale.txt
COPY . .

USER pressoffice
VOLUME /var/pressoffice
EXPOSE 8000
HEALTHCHECK --interval=10s --start-period=60s CMD ["python", "-c", \
  "import socket; socket.create_connection(('127.0.0.1', 8000), 3)"]
CMD ["sh", "-c", "python manage.py prepare && exec granian --interface wsgi --host 0.0.0.0 --port 8000 \
  --blocking-threads 4 --workers ${WEB_WORKERS:-2} --respawn-failed-workers --workers-kill-timeout 10 \
  pressoffice.wsgi:application"]
