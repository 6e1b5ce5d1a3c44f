"""Logging in by password or by the terminal's one-time link, logging out, changing one's password."""

from typing import Any

from django.contrib.auth import login as log_in
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods

from .refusals import refusal
from .served import served

TAKEN = require_http_methods(["GET", "HEAD", "POST"])


@method_decorator([login_not_required, TAKEN], name="dispatch")
class Login(LoginView):
    """By name and password; too many wrong ones close the name for a while."""

    template_name = "desk/login.html"
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse a closed name before its password is looked at."""
        desk = served(request)
        if desk.throttle.is_closed(request.POST.get("username", ""), desk.now()):
            return refusal(
                request, 429, "Too many wrong passwords", "Wait a quarter of an hour, or use the terminal's one-time link."
            )
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Count the failure."""
        desk = served(self.request)
        desk.throttle.failed(self.request.POST.get("username", ""), desk.now())
        return super().form_invalid(form)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Forget the failures."""
        served(self.request).throttle.succeeded(form.get_user().get_username())
        return super().form_valid(form)


class Logout(LogoutView):
    """By POST only."""

    http_method_names = ["post"]


@method_decorator(TAKEN, name="dispatch")
class Password(PasswordChangeView):
    """One's own password; other sessions of the account end."""

    template_name = "desk/password.html"
    success_url = reverse_lazy("incidents")


@login_not_required
@TAKEN
def once(request: HttpRequest, token: str) -> HttpResponse:
    """The terminal's link. Opening it shows a button, so that what merely looks ahead at links does not use it up."""
    desk = served(request)
    if request.method != "POST":
        good = desk.once.is_good(token, desk.now())
        return render(request, "desk/once.html", {"good": good, "account": desk.once.account}, status=200 if good else 410)
    name = desk.once.take(token, desk.now())
    user = User.objects.filter(username=name, is_active=True).first() if name else None
    if user is None:
        return render(request, "desk/once.html", {"good": False}, status=410)
    log_in(request, user)
    return redirect("incidents")
