"""A person's news, how she is told of them, and the way out of a mail."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST
from django.views.generic import FormView, ListView

from operations.forms import NewsChoiceForm
from operations.models import OutgoingMessage
from operations.queue import news

NEWS_PER_PAGE = 25


class NewsListView(ListView):
    template_name = "operations/news_list.html"
    paginate_by = NEWS_PER_PAGE
    context_object_name = "news"

    def get_queryset(self) -> QuerySet[OutgoingMessage]:
        return OutgoingMessage.objects.news_for(self.request.user).order_by("-pk")


@require_POST
def news_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Read from now on, and on to its page."""
    told = get_object_or_404(OutgoingMessage.objects.news_for(request.user), pk=pk)
    news.mark_read(request.user, pk=told.pk)
    return redirect(told.page)


@require_POST
def news_read_all(request: HttpRequest) -> HttpResponse:
    news.mark_read(request.user)
    return redirect("operations:news_list")


class NewsChoiceView(FormView):
    form_class = NewsChoiceForm
    template_name = "operations/news_choice.html"
    success_url = reverse_lazy("operations:news_list")

    def get_initial(self) -> dict[str, Any]:
        return dict(news.choices_of(self.request.user))

    def form_valid(self, form: NewsChoiceForm) -> HttpResponse:
        news.choose(self.request.user, form.cleaned_data)
        messages.success(self.request, _("You are told in this way from now on."))
        return super().form_valid(form)


@csrf_exempt  # a reader's program sends it without having read a page: RFC 8058
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def news_leave(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link changes nothing; its button, or the one click of a mail program, does."""
    is_whole = news.read_leave(token) is not None
    is_done = request.method == "POST" and news.leave(token)
    status = HTTPStatus.OK if is_whole else HTTPStatus.NOT_FOUND
    return render(request, "operations/news_leave.html", {"is_whole": is_whole, "is_done": is_done}, status=status)
