"""The desk's lists, with what is the same in every row worked out once for the page."""

from typing import Any, ClassVar

from django.contrib.admin import ModelAdmin, RelatedFieldListFilter
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.contrib.admin.views.main import ChangeList
from django.db.models import Field, Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property

from core.prepared import AskedOften

HERE = "PK"  # no address of the desk has capitals before its query


class QuickChangeList(ChangeList):
    """Leads from its rows to the same addresses as Django's, in a filtered list in half of the time: there each row's
    address is put together, and taken apart again to add the filters, once for every column that is a link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Asked by the rows alone, whose addresses have the filters already.
        self.kept_filters, self.preserved_filters = self.preserved_filters, ""

    def url_for_result(self, result: Model) -> str:
        before, after = self._address
        return f"{before}{getattr(result, self.pk_attname)}{after}"

    @cached_property
    def _address(self) -> tuple[str, str]:
        """Of a record's page, around its number."""
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        address = reverse(name, args=(HERE,), current_app=self.model_admin.admin_site.name)
        context = {"preserved_filters": self.kept_filters, "opts": self.opts}
        before, _here, after = add_preserved_filters(context, address).partition(HERE)
        return before, after


class TableFilter(RelatedFieldListFilter):
    """By one of a few records that staff look after, such as a sector, in the order of their own list."""

    tables: ClassVar[dict[tuple[type[Model], tuple[Any, ...]], AskedOften]] = {}

    def field_choices(self, field: Field, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[Any, str]]:
        model = field.remote_field.model
        ordering = tuple(self.field_admin_ordering(field, request, model_admin)) or tuple(model._meta.ordering)
        if (model, ordering) not in self.tables:
            self.tables[model, ordering] = AskedOften(lambda: model._default_manager.order_by(*ordering))
        return [(one.pk, str(one)) for one in self.tables[model, ordering].instances()]
