"""The project's addresses and `/bare/`, the least that a view behind the same middleware costs."""

import time

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.deprecation import MiddlewareMixin

from collab_directory import urls

handler400 = urls.handler400
handler403 = urls.handler403
handler404 = urls.handler404
handler500 = urls.handler500

CPU_HEADER = "X-CPU-Microseconds"


class ClockMiddleware(MiddlewareMixin):
    """Says how much processor time an answer took in this thread, which serves nothing else."""

    def process_request(self, request: HttpRequest) -> None:
        # In nanoseconds of this thread alone: other requests and other processes do not count
        request.META["benchmark.began"] = time.thread_time_ns()

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        took = time.thread_time_ns() - request.META["benchmark.began"]
        response[CPU_HEADER] = str(took // 1000)
        return response


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Hello")


urlpatterns = [path("bare/", bare), *urls.urlpatterns]
