#!/usr/bin/env bash
# serve.sh PORT: brings the database up to date, fills an empty one with the sample county,
# and serves the pages to this machine only.
set -euo pipefail
cd "$(dirname "$0")/.."
port=$1
python=.venv/bin/python
export SITE_URL=${SITE_URL:-http://127.0.0.1:$port}

"$python" manage.py migrate --verbosity 0
"$python" manage.py collectstatic --no-input --verbosity 0
organisations=$("$python" manage.py shell --no-imports --verbosity 0 --command \
    'from branches.models import Organisation; print(Organisation.objects.count())')

if [ "$organisations" -eq 0 ]; then
    "$python" manage.py demo
else
    echo "数据已存在，保持不变；示例账号的密码在首次运行时显示过。"
    echo "The data is kept; the password of the sample accounts was shown at the first run."
fi
echo "请用浏览器打开 / Open in a browser: $SITE_URL   (Ctrl+C 停止 / stops)"

exec "$python" -m gunicorn config.wsgi --bind "127.0.0.1:$port" \
    --worker-class gthread --workers 1 --threads 4 \
    --no-control-socket --log-level warning
