"""The token is asked over a line of its own where that is quicker, and is right wherever not."""

import os
import threading

import psycopg
import pytest
from django.db import connection, connections, transaction

from casestudies import catalogue, in_force
from casestudies.models import CatalogueVersion


@pytest.fixture
def line():
    """A line is open: the first question opens one for those that follow."""
    catalogue.changed()
    in_force.token()
    assert len(in_force._idle) == 1
    return in_force._idle[0]


@pytest.mark.django_db
def test_before_anything_was_published_there_is_no_token():
    assert in_force.token() == ""


@pytest.mark.django_db
def test_a_transaction_sees_its_own_token_and_opens_no_line():
    catalogue.changed()
    assert in_force.token() == CatalogueVersion.objects.get().token
    assert not in_force._idle


@pytest.mark.django_db
def test_whoever_listens_to_queries_hears_of_it(django_assert_num_queries):
    """Django's cursor is passed over only where it has nothing to do."""
    catalogue.changed()
    heard = []

    def listen(execute, sql, *rest):
        heard.append(sql)
        return execute(sql, *rest)

    token = in_force.token()
    with django_assert_num_queries(1), connection.execute_wrapper(listen):
        assert in_force.token() == token
    assert heard == [in_force.SQL]


lines_only = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


class TestLines:
    pytestmark = lines_only

    def test_an_empty_catalogue_has_no_token_over_a_line_either(self, line):
        CatalogueVersion.objects.all().delete()
        assert in_force.token() == ""
        assert in_force._idle == [line]

    def test_a_change_of_anybody_is_seen_by_the_next_question(self, line):
        for _ in range(3):
            somebody = threading.Thread(target=self.change_elsewhere)
            somebody.start()
            somebody.join()
            assert in_force.token() == CatalogueVersion.objects.get().token
        assert in_force._idle == [line]

    @staticmethod
    def change_elsewhere():
        try:
            catalogue.changed()
        finally:
            connection.close()

    def test_a_change_that_is_not_finished_is_only_seen_inside(self, line):
        before = in_force.token()
        with transaction.atomic():
            catalogue.changed()
            inside = in_force.token()
            assert in_force._asked_over_a_line(psycopg) == before
            transaction.set_rollback(True)
        assert inside != before
        assert in_force.token() == before

    def test_without_autocommit_the_ordinary_connection_is_asked(self, line):
        before = in_force.token()
        transaction.set_autocommit(False)
        try:
            catalogue.changed()
            assert in_force.token() != before
        finally:
            transaction.rollback()
            transaction.set_autocommit(True)

    def test_it_costs_the_ordinary_connection_nothing(self, line):
        connection.close()
        assert in_force.token()
        assert connection.connection is None

    def test_a_question_that_is_counted_is_asked_where_it_counts(
        self, line, django_assert_num_queries
    ):
        with django_assert_num_queries(1):
            in_force.token()

    def test_a_line_that_was_cut_is_replaced_and_nobody_notices(self, line):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(%s, 5000)", [line.connection.info.backend_pid]
            )
        assert in_force.token() == CatalogueVersion.objects.get().token
        assert line.connection.closed
        assert len(in_force._idle) == 1

    @pytest.mark.parametrize("since", ["opened", "used"])
    def test_an_old_or_a_silent_line_is_replaced(self, line, since):
        setattr(line, since, line.opened - in_force.LONGEST_LIFE)
        assert in_force.token() == CatalogueVersion.objects.get().token
        assert line.connection.closed
        assert len(in_force._idle) == 1

    def test_where_no_line_can_be_opened_it_is_not_tried_each_time(self, line, monkeypatch):
        in_force.hang_up()
        monkeypatch.setattr(in_force, "_not_before", 0.0)
        tried = []

        def refuse(self, params):
            tried.append(1)
            raise psycopg.OperationalError("too many clients")

        monkeypatch.setattr(type(connections["default"]), "get_new_connection", refuse)
        assert in_force.token() == in_force.token() != ""
        assert len(tried) == 1
        assert not in_force._idle

    def test_as_many_as_ask_at_once_and_no_more_are_kept(self, line, monkeypatch):
        monkeypatch.setattr(in_force, "MOST_LINES", 1)
        taken = in_force._idle.pop()
        in_force.token()
        assert len(in_force._idle) == 1
        in_force._put_back(taken)
        assert len(in_force._idle) == 1
        assert taken.connection.closed

    def test_a_forked_process_forgets_them_and_leaves_them_whole(self, line):
        child = os.fork()
        if not child:
            os._exit(len(in_force._idle))
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert in_force.token()
        assert in_force._idle == [line]
