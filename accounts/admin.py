from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.changes import changes
from accounts.models import User
from accounts.permissions import can_manage
from accounts.roles import Role, in_words
from accounts.two_steps import remove_second_step
from core.admin_history import HistoryAdmin
from core.history import Change
from core.phones import check_mobile
from core.private_search import PrivateSearch


class AddressesMixin:
    """Takes an e-mail or phone as people write it; an empty one is no address, not an address that is empty."""

    cleaned_data: dict[str, Any]

    def clean_email(self) -> str | None:
        return self.cleaned_data["email"].lower() if self.cleaned_data["email"] else None

    def clean_phone(self) -> str | None:
        return check_mobile(self.cleaned_data["phone"]) if self.cleaned_data["phone"] else None


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


class RoleFilter(admin.SimpleListFilter):
    title = _("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        return list(Role.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        return queryset.filter(groups__name=self.value()) if self.value() in Role.values else queryset


# Roles are declared in code and synced; allauth's own tables show secrets, or nothing that we use.
admin.site.unregister([Group, EmailAddress, Authenticator])


@admin.register(User)
class PersonAdmin(HistoryAdmin, PrivateSearch, UserAdmin):
    form = ChangeUserForm
    add_form = NewUserForm
    ordering = ("name", "pk")
    list_display = ("name", "honorific", "email", "phone", "roles", "is_staff", "is_active")
    list_filter = (RoleFilter, "is_staff", "is_active")
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
    actions = ("forget_second_step",)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or can_manage(request.user, obj))

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("roles"))
    def roles(self, person: User) -> str:
        return ", ".join(sorted(in_words(group.name) for group in person.groups.all())) or "–"

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Roles by the words people use; their codes are for the program."""
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "groups" and field is not None:
            field.label, field.help_text = _("Roles"), ""
            field.label_from_instance = lambda group: in_words(group.name)
        return field

    def changes_of(self, record: User) -> list[Change]:
        return changes(record)

    @admin.action(description=_("Remove the second step (phone lost)"), permissions=["change"])
    def forget_second_step(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        people = [person for person in queryset if can_manage(request.user, person)]
        for person in people:
            remove_second_step(user=person, by=request.user)
            self.log_change(request, person, "Second step removed.")
        self.message_user(
            request,
            _("Their next login sets the second step up anew: %(people)s.") % {"people": ", ".join(map(str, people))}
            if people
            else _("Nothing was changed."),
            messages.SUCCESS if people else messages.WARNING,
        )
