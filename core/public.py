"""The wing for visitors without an account: what a page there says of itself, and the list of all of them.

The menu, the foot of every page and the tests read `public_pages()`; a page enters it by its address and its mixin.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.functional import Promise
from django.views.decorators.cache import never_cache


class PublicPage:
    """Opens a page to everybody; stands before Django's view class. Its template lies in `<app>/public/`."""

    public_title: ClassVar[str | Promise]
    #: One sentence for who finds the page from outside.
    shows: ClassVar[str | Promise]
    menu_label: ClassVar[str | Promise] = ""
    #: Its place in the visitors' menu and at the foot of every page, from 1; 0 is none.
    menu_order: ClassVar[int] = 0
    foot_order: ClassVar[int] = 0
    #: Forms and answers of one person: no browser shows them again from its store.
    is_personal: ClassVar[bool] = False
    #: Whether those with an account have a page of their own of the same; its window is told apart from theirs.
    has_inner_page: ClassVar[bool] = True

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., Any]:
        view = super().as_view(**initkwargs)  # a view class stands behind it
        return login_not_required(never_cache(view) if cls.is_personal else view)


@dataclass(frozen=True, slots=True)
class PublicAddress:
    url_name: str
    view: type[PublicPage]


@cache
def public_pages() -> dict[str, PublicAddress]:
    """Every page of the wing by the name of its address, as the address space has them."""
    return {
        name: PublicAddress(name, page)
        for name, callback in named_addresses(get_resolver().url_patterns)
        if (page := page_of(callback)) is not None
    }


def page_of(callback: Callable[..., Any]) -> type[PublicPage] | None:
    view = getattr(callback, "view_class", None)
    return view if isinstance(view, type) and issubclass(view, PublicPage) else None


def menu_pages() -> list[PublicAddress]:
    return sorted((page for page in public_pages().values() if page.view.menu_order), key=lambda p: p.view.menu_order)


def foot_pages() -> list[PublicAddress]:
    return sorted((page for page in public_pages().values() if page.view.foot_order), key=lambda p: p.view.foot_order)


def named_addresses(
    patterns: Sequence[URLPattern | URLResolver], namespace: str = ""
) -> Iterator[tuple[str, Callable[..., Any]]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from named_addresses(pattern.url_patterns, inner)
        else:
            yield f"{namespace}{pattern.name}", pattern.callback
