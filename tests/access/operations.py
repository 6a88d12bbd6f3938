from typing import Any

from accounts.enums import Role
from operations.enums import NewsTopic
from operations.files import store_file
from operations.queue.jobs import job_handler
from operations.queue.news import leave_address
from tests.access import LOGGED_IN, Page
from tests.factories.accounts import UserFactory
from tests.factories.operations import JobFactory
from tests.operations import handlers


def somebodys_job() -> list[Any]:
    job_handler("tests.letter", opens=handlers.everything)(handlers.letter)
    return [JobFactory().pk]


def failed_job() -> list[Any]:
    job_handler("tests.letter", opens=handlers.everything)(handlers.letter)
    return [JobFactory(failed=True).pk]


def private_file() -> list[Any]:
    return [store_file(b"a,b\n1,2\n", name="tabela.csv", uploaded_by=None).pk]


def nobodys_news() -> list[Any]:
    return [0]


def somebodys_way_out() -> list[Any]:
    return [leave_address(UserFactory().pk, NewsTopic.STEPS).rsplit("/", 2)[1]]


ACCESS = {
    "operations:news_list": Page(allowed=LOGGED_IN),
    "operations:news_read_all": Page(allowed=LOGGED_IN, method="post", status=302),
    "operations:news_open": Page(args=nobodys_news, allowed=LOGGED_IN, method="post", status=404),
    "operations:news_choice": Page(allowed=LOGGED_IN),
    "operations:news_leave": Page(args=somebodys_way_out),
    "operations:job_list": Page(allowed=LOGGED_IN),
    "operations:job_detail": Page(args=somebodys_job, allowed={Role.ADMIN}),
    "operations:job_progress": Page(args=somebodys_job, allowed={Role.ADMIN}),
    "operations:job_file": Page(args=somebodys_job, allowed={Role.ADMIN}, status=404),
    "operations:job_retry": Page(args=failed_job, method="post", allowed={Role.ADMIN}, status=302),
    "operations:file_download": Page(args=private_file, allowed=()),
    "operations:event_list": Page(allowed={Role.ADMIN, Role.DPO}),
}
