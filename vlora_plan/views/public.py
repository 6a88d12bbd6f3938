"""What anybody sees of the whole: home, following a contribution, verifying a document, tracing.

The code of a contribution travels in a form and waits in the session, never in an address.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import FormView, ListView, TemplateView

from accounts.login.visits import last_visit
from accounts.models import User
from assessments.models import TargetGroup
from consultations.enums import ConsentPurpose
from consultations.facts.coverage import read_coverage
from consultations.models import Contribution, HelpLine, Recommendation
from consultations.reckoning import read_accepting_rounds
from consultations.services import withdraw_consent
from core.printing.pdf import PdfUnavailable
from core.public import PublicPage
from core.together.relations import read_lists
from core.together.side_by_side import Reader, read, read_nothing, side_by_side
from operations.search.finding import SearchAnswer, find
from vlora_plan.api.readable import column_meanings, offered_datasets
from vlora_plan.forms import FollowForm, SearchForm, TraceForm, VerifyForm
from vlora_plan.help.found import found_in_help
from vlora_plan.help.glossary import in_order
from vlora_plan.help.guides import GUIDES
from vlora_plan.help.printed import guide_file
from vlora_plan.pages.ahead import read_dates
from vlora_plan.pages.answered import answered_groups, answers_for
from vlora_plan.pages.changes import read_changes
from vlora_plan.pages.desk import piled, read_roles_held
from vlora_plan.pages.first_things import read_first_things
from vlora_plan.pages.following import find_contribution, follow, read_heard
from vlora_plan.pages.front_page import read_plan_statuses
from vlora_plan.pages.next_acts import next_acts
from vlora_plan.pages.results import read_results
from vlora_plan.pages.todo import read_tasks
from vlora_plan.pages.tracing import TraceKind, reader_of, trace_page, working_version
from vlora_plan.pages.verifying import clean_hash, verify_file, verify_hash
from vlora_plan.pages.way import read_plan_way
from vlora_plan.retention import storage_terms
from vlora_plan.web.attempts import must_pause, note_wrong_code
from vlora_plan.web.context import site_of


class SitePage(PublicPage):
    """A page that those with an account read as everybody does."""

    has_inner_page = False


class HomeView(SitePage, TemplateView):
    public_title = _("Local Social Plan")
    shows = _("The social plan of the municipality: open consultations, the plans, and what was promised.")
    template_name = "vlora_plan/public/home.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        municipality = site_of(request).municipality
        if municipality is None:
            return redirect("site:first_run")
        self.municipality = municipality
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        project, user = site_of(self.request).project, self.request.user
        has_login = user.is_authenticated
        results, way, coverage, plans, rounds, own = read(
            side_by_side(
                read_results(project) if project else read_nothing(),
                read_nothing() if project and has_login else read_plan_way(),
                read_nothing() if has_login else read_coverage(),
                read_plan_statuses(),
                read_nothing() if has_login else read_accepting_rounds(),
                self.read_own_work(user) if user.is_authenticated else read_nothing(),
            )
        )
        return super().get_context_data(
            municipality=self.municipality,
            project=project,
            results=results or [],
            way=way or [],
            coverage=coverage,
            plans=plans,
            rounds=rounds or [],
            **(own or {"tasks": []}),
            **kwargs,
        )

    def read_own_work(self, user: User) -> Reader[dict[str, Any]]:
        """What waits for whoever is logged in, what others did since the last visit, which dates come."""
        since = last_visit(self.request)
        tasks, held, things, changes, dates = yield from side_by_side(
            read_tasks(user),
            read_roles_held(),
            read_first_things(user, self.municipality),
            read_changes(user, since),
            read_dates(user),
        )
        said = {thing.url for thing in things if not thing.is_done}
        tasks = [task for task in tasks if task.url not in said]  # said once: what is to be done first
        desk = piled(user, tasks, held)
        return {
            "first_things": things or (next_acts(user) if desk.is_empty else []),
            "things_heading": _("First things to do") if things else _("Nothing waits for you. Worth a look now"),
            "tasks": tasks,
            "desk": desk,
            "since": since,
            "changes": changes,
            "dates": dates,
        }


FOLLOWED = "followed_contribution"


class FollowView(SitePage, FormView):
    public_title = _("Follow a contribution")
    shows = _("With the code of your receipt you see what became of what you said. No account is needed.")
    menu_order = 5
    foot_order = 1
    is_personal = True
    form_class = FollowForm
    template_name = "vlora_plan/public/follow.html"
    success_url = reverse_lazy("site:follow_answer")

    def form_valid(self, form: FollowForm) -> HttpResponse:
        contribution = find_contribution(form.cleaned_data["code"])
        if contribution is None:
            if must_pause(self.request):
                return render(self.request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
            note_wrong_code(self.request)
            form.add_error("code", _("No contribution has this code. Please compare it with your receipt."))
            return self.form_invalid(form)
        self.request.session[FOLLOWED] = contribution.pk
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(help_lines=HelpLine.objects.shown(), groups=answered_groups(), **kwargs)


class FollowAnswerView(SitePage, TemplateView):
    public_title = _("What became of your contribution")
    shows = _("With the code of your receipt you see what became of what you said. No account is needed.")
    is_personal = True
    template_name = "vlora_plan/public/follow_answer.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.following = follow(request.session.get(FOLLOWED, 0))
        if self.following is None:
            return redirect("site:follow")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines = HelpLine.objects.shown()
        return super().get_context_data(following=self.following, help_lines=lines, **kwargs)


class GroupAnswersView(SitePage, ListView):
    public_title = _("What became of what was said")
    shows = _("What the municipality answered on the needs of one group, what the plan says of it, and what was done.")
    template_name = "vlora_plan/public/group_answers.html"
    paginate_by = 30

    def get_queryset(self) -> QuerySet[Recommendation]:
        self.group = get_object_or_404(TargetGroup, pk=self.kwargs["pk"])
        return answers_for(self.group)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context, groups = super().get_context_data(group=self.group, **kwargs), answered_groups()
        heard, _groups = read(side_by_side(read_heard(context["page_obj"].object_list), read_lists(groups)))
        return context | {"heard": heard, "groups": groups}


@login_not_required
@never_cache
@require_POST
def follow_withdraw(request: HttpRequest) -> HttpResponse:
    """Whoever has the code of a contribution may say that its text is not to be published any more."""
    contribution = Contribution.objects.filter(pk=request.session.get(FOLLOWED, 0)).first()
    if contribution is None:
        return redirect("site:follow")
    withdraw_consent(contribution, ConsentPurpose.PUBLICATION, actor=None)
    messages.success(request, gettext("Your consent is withdrawn: the text is not shown in public any more."))
    return redirect("site:follow_answer")


class VerifyView(SitePage, FormView):
    public_title = _("Verify a document")
    shows = _("Is the plan you hold the one the council adopted? Enter the hash printed in it, or choose the file.")
    menu_order = 6
    foot_order = 2
    form_class = VerifyForm
    template_name = "vlora_plan/public/verify.html"

    def form_valid(self, form: VerifyForm) -> HttpResponse:
        if document := form.cleaned_data["document"]:
            finding = verify_file(document.read())
            return self.render_to_response(self.get_context_data(form=VerifyForm(), finding=finding))
        return redirect("site:verify_hash", sha256=form.cleaned_data["sha256"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"finding": None, **kwargs})


class VerifyHashView(SitePage, TemplateView):
    public_title = _("Verify a document")
    shows = _("Is the plan you hold the one the council adopted? Enter the hash printed in it, or choose the file.")
    template_name = "vlora_plan/public/verify.html"

    def get_context_data(self, sha256: str, **kwargs: Any) -> dict[str, Any]:
        cleaned = clean_hash(sha256)
        if cleaned is None:
            raise Http404
        return super().get_context_data(form=VerifyForm(), finding=verify_hash(cleaned), **kwargs)


class PrivacyView(SitePage, TemplateView):
    public_title = _("Your data here")
    shows = _("What this site keeps of you, why, for how long, and what you may ask for.")
    foot_order = 3
    template_name = "vlora_plan/public/privacy.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            municipality=site_of(self.request).municipality, terms=storage_terms(), **kwargs
        )


class AccessibilityView(SitePage, TemplateView):
    public_title = _("Accessibility")
    shows = _("What was done so that everybody can use this site, what is missing, and where to complain.")
    foot_order = 4
    template_name = "vlora_plan/public/accessibility.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(municipality=site_of(self.request).municipality, **kwargs)


class SearchView(SitePage, TemplateView):
    public_title = _("Search")
    shows = _("Needs, services, consultations, the plan and its indicators by any word, with or without its accents.")
    template_name = "vlora_plan/public/search.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = SearchForm(self.request.GET)
        typed, only = asked.said("q"), asked.said("group")
        found = find(self.request.user, typed, only=only)
        if not only and (of_help := found_in_help(typed)):
            found = SearchAnswer([*([] if found.is_likeness else found.groups), *of_help])
        return super().get_context_data(typed=typed, only=only, found=found, **kwargs)


class HelpView(SitePage, TemplateView):
    public_title = _("Help")
    shows = _("Short guides to read or to print, and what the words of the plan mean.")
    foot_order = 5
    template_name = "vlora_plan/public/help.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        place = site_of(self.request).municipality
        return super().get_context_data(guides=GUIDES.values(), municipality=place, **kwargs)


class HelpWordsView(SitePage, TemplateView):
    public_title = _("Words of the plan")
    shows = _("What the words of the plan mean, in plain sentences.")
    template_name = "vlora_plan/public/help_words.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(words=in_order(), **kwargs)


class OpenDataView(SitePage, TemplateView):
    public_title = _("Open data")
    shows = _("What the municipality has published, as tables for programs and spreadsheets.")
    foot_order = 6
    template_name = "vlora_plan/public/open_data.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            datasets=offered_datasets(),
            columns=column_meanings(),
            address=f"{settings.SITE_URL.rstrip('/')}/api/v1/",
            **kwargs,
        )


class GuideView(SitePage, TemplateView):
    public_title = _("Guide")
    shows = _("Short guides to read or to print, and what the words of the plan mean.")
    template_name = "vlora_plan/public/guide.html"

    def get_context_data(self, guide: str, **kwargs: Any) -> dict[str, Any]:
        place = site_of(self.request).municipality
        return super().get_context_data(guide=GUIDES[guide], municipality=place, **kwargs)


@login_not_required
@require_safe
def guide_pdf(request: HttpRequest, guide: str) -> HttpResponseBase:
    """In the language of the page; where no file can be made the page itself is printed."""
    try:
        made = guide_file(GUIDES[guide], language=get_language() or settings.LANGUAGE_CODE)
    except PdfUnavailable:
        messages.warning(request, gettext("No PDF can be made on this machine at present. Please print the page."))
        return redirect("site:guide", guide=guide)
    headers = {"Content-Disposition": f'inline; filename="{guide}.pdf"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


class TraceView(SitePage, TemplateView):
    public_title = _("Trace")
    shows = _("From a need to the measure, its money and its result: what it rests on and what came of it.")
    template_name = "vlora_plan/public/trace.html"

    def get_context_data(self, kind: str, key: str, **kwargs: Any) -> dict[str, Any]:
        asked = TraceForm(self.request.GET)
        as_public = asked.said("as") == "public"
        wished = reader_of(self.request.user, version=asked.said("version") or "", as_public=as_public)
        found = trace_page(kind, key, wished)
        if found is None:
            raise Http404
        reader, versions = found.reader, found.versions
        return super().get_context_data(
            trace=found.trace,
            kind=TraceKind(kind),
            key=key,
            version=reader.version,
            versions=versions,
            looked_at=working_version(reader, versions),
            as_public=as_public,
            sees_more=reader.may("consultations.view_recommendation"),
            reads_words=reader.may("consultations.view_contribution"),
            **kwargs,
        )
