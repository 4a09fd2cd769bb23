"""A registration and nothing else: CSRF, a ModelForm, a NIK that must be unique."""

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from benchmarks.floor.models import Registration


class RegistrationForm(forms.ModelForm):
    class Meta:
        model = Registration
        fields = [field.name for field in Registration._meta.fields if not field.primary_key]


def register(request: HttpRequest) -> HttpResponse:
    form = RegistrationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        return HttpResponseRedirect("/register/done/")
    return HttpResponse(str(form), status=422 if request.method == "POST" else 200)


def register_many(request: HttpRequest) -> HttpResponse:
    """The same for a client that stays connected: without a length the server would close the connection."""
    response = register(request)
    response["Content-Length"] = len(response.content)
    return response
