"""How gunicorn serves the directory: `gunicorn collab_directory.wsgi` finds this file itself."""

import os

from collab_directory import logs

bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_PROCESSES", "2"))
# A slow client costs a thread, not a process. DATABASE_POOL is the same number
threads = int(os.environ.get("WEB_THREADS", "8"))
timeout = 30

# A worker that leaks is replaced before it hurts, and never all of them at once
max_requests = 10_000
max_requests_jitter = 1_000

# As long as gunicorn allows: up to here a page of ours can say what is wrong with the address
limit_request_line = 8190

# Load everything before the first worker can be asked
preload_app = True

# It would be one file in the home folder for every instance on the machine
control_socket_disable = True

# %(U)s is the path without its query, and JSON escapes what a visitor put into it
accesslog = "-"
access_log_format = "%(m)s %(U)s %(s)s %(B)s bytes %(M)s ms"
logconfig_dict = logs.config(debug=False, level="INFO")
