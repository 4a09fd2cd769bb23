"""Statements that are asked often: put together once, planned once by each connection.

A question that Django puts together anew each time takes longer to put together than to answer, and the database
plans it anew each time as well. It stays an ordinary queryset, typed once where its rule lives; here only its
arguments change. Behind a pooler that hands one connection to several clients nothing is prepared
(`DISABLE_SERVER_SIDE_CURSORS`, as Django calls that case).
"""

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet

Converters = dict[int, tuple[list[Callable[..., Any]], Any]]
PLAIN = re.compile(r"[\w.:+,-]*")
HOLE = re.compile(r"%s|%%")
PLACE = re.compile(r"%\((\w+)\)s|%%")
_numbers = count(1)
_prepared: "WeakKeyDictionary[Any, set[str]]" = WeakKeyDictionary()


class Prepared:
    """SQL with `%(name)s` for each argument. `types` says what the database cannot see: {"seats": "bigint[]"}."""

    def __init__(self, sql: str, types: Mapping[str, str] | None = None) -> None:
        self.sql = sql
        self.names = list(dict.fromkeys(name for name in PLACE.findall(sql) if name))
        self.types = types or {}
        self.name = f"often_{next(_numbers)}"
        self.readers: dict[type[Model], tuple[list[str], Converters]] = {}
        holes = ", ".join(f"%s{self._cast(name)}" for name in self.names)
        self.execute = f"EXECUTE {self.name}({holes})" if holes else f"EXECUTE {self.name}"

    def run(self, cursor: Any, values: Mapping[str, Any]) -> None:
        """Execute it on a cursor of Django's; the rows are then fetched from that."""
        if connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):
            cursor.execute(self.sql, values)
            return
        known = _prepared.setdefault(cursor.connection, set())
        if self.name not in known:
            with cursor.connection.cursor() as plain:  # past Django: belongs to the connection, not to the page
                plain.execute(self._prepare())
            known.add(self.name)
        cursor.execute(self.execute, [values[name] for name in self.names])

    def rows(self, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            self.run(cursor, values)
            return cursor.fetchall()

    def instances(self, model: type[Model], values: Mapping[str, Any], also: Sequence[str] = ()) -> list[Any]:
        """The objects of a statement whose columns are `columns(model)`, each with what the further ones say."""
        if model not in self.readers:
            fields = model._meta.concrete_fields
            converters = _converters(field.get_col(model._meta.db_table) for field in fields)
            self.readers[model] = ([field.attname for field in fields], converters)
        names, converters = self.readers[model]
        found = []
        for row in _read(self.rows(values), converters):
            one = model.from_db(connection.alias, names, row[: len(names)])
            one.__dict__.update(zip(also, row[len(names) :], strict=True))
            found.append(one)
        return found

    def _cast(self, name: str) -> str:
        return f"::{self.types[name]}" if name in self.types else ""

    def _prepare(self) -> str:
        places = {name: f"${place}" for place, name in enumerate(self.names, start=1)}
        types = ", ".join(self.types.get(name, "unknown") for name in self.names)
        sql = PLACE.sub(lambda found: places[found[1]] if found[1] else "%", self.sql)
        return f"PREPARE {self.name}{f'({types})' if types else ''} AS {sql}"


def columns(model: type[Model], table: str = "") -> str:
    """All columns of a model by name: a statement that says `*` could not go on after a column was added."""
    name, of = connection.ops.quote_name, f"{table}." if table else ""
    return ", ".join(f"{of}{name(field.column)}" for field in model._meta.concrete_fields)


def array(values: Iterable[object]) -> str:
    """Numbers, dates or words of our own as PostgreSQL writes an array, which it reads much faster than a list.

    Raises ValueError for text that would have to be quoted.
    """
    written = ",".join(["NULL" if value is None else str(value) for value in values])
    if not PLAIN.fullmatch(written):
        raise ValueError("Only numbers, dates and words of our own.")
    return f"{{{written}}}"


class AskedOften:
    """A queryset with arguments, as `rows(**arguments)` or `instances(**arguments)`.

    `build` gets a stand-in for each argument of `kinds` (int, str or date) and may only compare columns with it: what
    it computes from a stand-in, or takes from a clock, would stay as it is for ever and is refused. `shape` is what
    the wording itself depends on, such as a role.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], **kinds: type) -> None:
        self.build = build
        self.kinds = kinds
        self.worded: dict[Hashable, Worded] = {}

    def rows(self, shape: Hashable = None, **arguments: Any) -> list[tuple[Any, ...]]:
        """The rows of a `.values_list()` queryset."""
        return list(self._worded(shape).rows(arguments))

    def instances(self, shape: Hashable = None, **arguments: Any) -> list[Any]:
        """The objects of a queryset without `select_related`, with what it annotates."""
        worded = self._worded(shape)
        return [worded.instance(row) for row in worded.rows(arguments)]

    def _worded(self, shape: Hashable) -> "Worded":
        if shape not in self.worded:
            first, second = (self._word(shape, turn) for turn in (0, 1))
            if first.statement.sql != second.statement.sql:
                raise ValueError(f"{self.build.__qualname__} computes with an argument; pass what it computes instead.")
            self.worded[shape] = first
        return self.worded[shape]

    def _word(self, shape: Hashable, turn: int) -> "Worded":
        stand_ins = {name: _stand_in(kind, 2 * place + turn) for place, (name, kind) in enumerate(self.kinds.items())}
        given = stand_ins if shape is None else {"shape": shape, **stand_ins}
        return Worded(self.build(**given), {value: name for name, value in stand_ins.items()})


class Worded:
    """One wording of a question, and how its rows are read."""

    def __init__(self, question: QuerySet[Any, Any], names: Mapping[Any, str]) -> None:
        compiler = question.query.get_compiler(connection=connection)
        self.statement = Prepared(_worded(compiler, names))
        self.converters = _converters(column[0] for column in compiler.select or ())
        self.model: type[Model] | None = compiler.klass_info and compiler.klass_info["model"]
        if self.model is not None:
            fields = [compiler.select[place][0].target.attname for place in compiler.klass_info["select_fields"]]
            self.fields, self.annotations = fields, compiler.annotation_col_map

    def rows(self, arguments: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
        return _read(self.statement.rows(arguments), self.converters)

    def instance(self, row: tuple[Any, ...]) -> Any:
        assert self.model is not None
        found = self.model.from_db(connection.alias, self.fields, row[: len(self.fields)])
        for name, place in self.annotations.items():
            setattr(found, name, row[place])
        return found


def _converters(expressions: Iterable[Any]) -> Converters:
    """By its place in the row: how Django reads what the database sends."""
    found = {}
    for place, expression in enumerate(expressions):
        converters = connection.ops.get_db_converters(expression) + expression.get_db_converters(connection)
        if converters:
            found[place] = (converters, expression)
    return found


def _read(rows: list[tuple[Any, ...]], converters: Converters) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        values = list(row)
        for place, (convert_all, expression) in converters.items():
            for convert in convert_all:
                values[place] = convert(values[place], expression, connection)
        yield tuple(values)


def _worded(compiler: Any, names: Mapping[Any, str]) -> str:
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:  # what Django calls `.none()`
        return "SELECT WHERE false"
    values = iter(params)
    return HOLE.sub(lambda found: found[0] if found[0] == "%%" else _place(next(values), names), sql)


def _stand_in(kind: type, number: int) -> Any:
    """A value that nobody means; of a `str` the letters are of Unicode's private area."""
    return {int: 2**62 + number, str: f"\ue000{number}\ue000", date: date(9900 + number, 7, 7)}[kind]


def _place(value: Any, names: Mapping[Any, str]) -> str:
    """The place of an argument, or what always stands there."""
    if isinstance(value, Hashable) and value in names:
        return f"%({names[value]})s"
    if isinstance(value, date | datetime):
        raise ValueError("A question that is put together once must get every day as an argument.")
    with connection.cursor() as cursor:
        literal = cursor.mogrify("%s", [value])
    return (literal.decode() if isinstance(literal, bytes) else literal).replace("%", "%%")
