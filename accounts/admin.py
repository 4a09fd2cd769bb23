from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.phones import PhoneError, parse_mobile


class AddressesMixin:
    """Takes an e-mail or phone as people write it; an empty one is no address, not an address that is empty."""

    cleaned_data: dict[str, Any]

    def clean_email(self) -> str | None:
        return self.cleaned_data["email"].lower() if self.cleaned_data["email"] else None

    def clean_phone(self) -> str | None:
        if not self.cleaned_data["phone"]:
            return None
        try:
            return parse_mobile(self.cleaned_data["phone"])
        except PhoneError as error:
            raise forms.ValidationError(error.message) from error


class ChangeUserForm(AddressesMixin, UserChangeForm):
    pass


class NewUserForm(AddressesMixin, forms.ModelForm):
    """A new person gets no password here: they ask for a code at /masuk/ and choose one themselves."""

    class Meta:
        model = User
        fields = ("name", "honorific", "email", "phone", "is_staff", "groups")

    def save(self, commit: bool = True) -> User:
        self.instance.set_unusable_password()
        return super().save(commit)


@admin.register(User)
class PersonAdmin(UserAdmin):
    form = ChangeUserForm
    add_form = NewUserForm
    ordering = ("name", "pk")
    list_display = ("name", "honorific", "email", "phone", "is_staff", "is_active")
    list_filter = ("groups", "is_staff", "is_active")
    search_fields = ("name", "email", "phone")
    readonly_fields = ("last_login", "date_joined")
    # A few roles are boxes to tick; the two lists of Django's chooser cannot be read by a screen reader.
    filter_horizontal = ()
    formfield_overrides = {models.ManyToManyField: {"widget": forms.CheckboxSelectMultiple}}
    fieldsets = (
        (None, {"fields": ("name", "honorific", "email", "phone", "password")}),
        (_("Access"), {"fields": ("is_active", "is_staff", "groups")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": NewUserForm.Meta.fields}),)
