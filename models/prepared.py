"""Statements that every message runs: put together once, then handed straight to the driver.

SQLAlchemy's own execution of a statement it has already compiled costs eight times what the
database needs for it (docs/decisions/0009). Here it still writes the SQL and converts every
value and column by its type; only the layer between, which finds all of that out anew each
time, is passed by. Everything else uses the session as usual.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any, Generic, TypeVar, TypeVarTuple

from sqlalchemy import JSON, BindParameter, Dialect, Row, Select, literal_column
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.sql import visitors
from sqlalchemy.sql.compiler import SQLCompiler

from models.base import UtcDateTime

Values = Mapping[str, Any]
Read = Callable[[Values], Any]
T = TypeVar("T")
Ts = TypeVarTuple("Ts")


class Rows(list[Any]):
    """Named tuples, all of them fetched."""

    def first(self) -> Any:
        """The first row, or None."""
        return self[0] if self else None

    def scalar(self) -> Any:
        """The first column of the first row, or None."""
        return self[0][0] if self else None

    def scalars(self) -> list[Any]:
        """The first column of every row."""
        return [row[0] for row in self]


class Prepared:
    """A SELECT, INSERT, UPDATE or DELETE whose changing values are all `bindparam`s.

    Call it with a session and those values by name; a list for an expanding one. For an
    INSERT they are the columns, the same ones each time. Objects the session has loaded
    do not notice what it changes. Errors are SQLAlchemy's, without the values.
    """

    def __init__(self, statement: Any, *, postgresql: Any = None) -> None:
        """`postgresql` is the same in that dialect, where one statement cannot serve both."""
        self._statements = {"sqlite": statement, "postgresql": statement}
        if postgresql is not None:
            self._statements["postgresql"] = postgresql
        self._lists = sorted(
            part.key
            for part in visitors.iterate(statement)
            if isinstance(part, BindParameter) and part.expanding
        )
        self._forms: dict[str | tuple[Any, ...], _Form] = {}

    def __call__(self, session: Session, **values: Any) -> Rows:
        return self.each(session, [values])

    def each(self, session: Session, many: Iterable[Values]) -> Rows:
        """Run it for each of these values, in order; all rows that came back."""
        session.flush()
        dialect, driver = _driver(session)
        rows = Rows()
        try:
            for values in many:
                rows += self._form(dialect, values).run(driver, values)
        except dialect.loaded_dbapi.Error as error:
            raise DBAPIError.instance(
                None,
                None,
                error,
                dialect.loaded_dbapi.Error,
                hide_parameters=True,
                dialect=dialect,
            ) from error
        return rows

    def _form(self, dialect: Dialect, values: Values) -> _Form:
        lengths = (len(values[name]) for name in self._lists if name in values)
        key = (dialect.name, *lengths) if self._lists else dialect.name
        form = self._forms.get(key)
        if form is None:
            statement = self._statements[dialect.name]
            form = self._forms[key] = _form(statement, dialect, values)
        return form


class Watch(Generic[*Ts]):
    """A SELECT the clock runs again and again, and that nearly always finds nothing.

    Whether there is anything is asked as prepared; only then it goes through the session, so
    that objects come back. As there, its changing values are all `bindparam`s.
    """

    def __init__(self, statement: Select[*Ts]) -> None:
        self._statement = statement
        self._anything = Prepared(
            statement.with_only_columns(literal_column("1"), maintain_column_froms=True)
        )

    def rows(self, session: Session, **values: Any) -> Sequence[Row[*Ts]]:
        """All that it finds."""
        if not self._anything(session, **values):
            return []
        return session.execute(self._statement, values).all()

    def scalars(self: Watch[T], session: Session, **values: Any) -> Sequence[T]:
        """The first column of all that it finds."""
        return [row[0] for row in self.rows(session, **values)]


def _driver(session: Session) -> tuple[Dialect, Any]:
    """The driver's connection of the transaction under way, looked up once in it."""
    held = session.info.get("driver")
    if held is not None and held[0] is session.get_transaction():
        return held[1], held[2]
    connection = session.connection()
    driver = connection.connection.driver_connection
    session.info["driver"] = session.get_transaction(), connection.dialect, driver
    return connection.dialect, driver


@dataclass(frozen=True)
class _Form:
    """The statement for one engine, and for lists of certain lengths."""

    sql: str
    names: tuple[str, ...] | None
    """Of the parameters, where the driver takes them by name."""
    reads: tuple[Read, ...]
    row: Any
    """Makes a named tuple; None where nothing comes back."""
    converts: tuple[tuple[int, Callable[[Any], Any]], ...]
    """The columns that do not come as they are, each with what makes it ours."""

    def run(self, driver: Any, values: Values) -> list[Any]:
        given: Any = [read(values) for read in self.reads]
        if self.names is not None:
            given = dict(zip(self.names, given, strict=True))
        cursor = driver.execute(self.sql, given)
        if self.row is None:
            return []
        return [self.row(self._converted(found)) for found in cursor.fetchall()]

    def _converted(self, found: Sequence[Any]) -> Sequence[Any]:
        if not self.converts:
            return found
        cells = list(found)
        for place, convert in self.converts:
            cells[place] = convert(cells[place])
        return cells


def _form(statement: Any, dialect: Dialect, values: Values) -> _Form:
    columns = list(values) if getattr(statement, "is_insert", False) else None
    compiled: SQLCompiler = statement.compile(dialect=dialect, column_keys=columns)
    state = compiled.construct_expanded_state({**_defaults(compiled), **values})
    spread = {
        name: (source, place)
        for source, names in state.parameter_expansion.items()
        for place, name in enumerate(names)
    }
    order = list(state.positiontup if state.positiontup is not None else state.parameters)
    shown = tuple(getattr(statement, "exported_columns", ()))
    row: Any = namedtuple("Row", [c.key for c in shown], rename=True)  # type: ignore[misc]
    return _Form(
        sql=state.statement,
        names=None if state.positiontup is not None else tuple(order),
        reads=tuple(_read(compiled, dialect, name, spread, values) for name in order),
        row=row._make if shown else None,
        converts=tuple(
            (place, convert)
            for place, column in enumerate(shown)
            if (convert := column.type.dialect_impl(dialect).result_processor(dialect, None))
        ),
    )


def _defaults(compiled: SQLCompiler) -> dict[str, Any]:
    """What the columns of an INSERT have by default, where it comes from Python."""
    found = {}
    for column in compiled.insert_prefetch:
        default: Any = column.default
        found[column.key] = default.arg if default.is_scalar else default.arg(None)
    return found


def _read(
    compiled: SQLCompiler,
    dialect: Dialect,
    name: str,
    spread: Mapping[str, tuple[str, int]],
    values: Values,
) -> Read:
    """How the parameter `name` is found among the values, converted for the driver."""
    source, place = spread.get(name, (name, None))
    bind = compiled.binds[source]
    key = bind.key
    processor = bind.type.dialect_impl(dialect).bind_processor(dialect)
    if processor is None and place is None and key in values:
        return itemgetter(key)
    convert: Callable[[Any], Any] = processor or _same
    if isinstance(bind.type, UtcDateTime):
        # Nearly always the same moment, that of the transaction.
        convert = lru_cache(maxsize=64)(convert)
    if isinstance(bind.type, JSON):
        convert = _mostly_empty(convert)
    if key not in values:
        constant = bind.effective_value if bind.value is not None else _defaults(compiled).get(key)
        kept = convert(constant if place is None else constant[place])  # type: ignore[index]
        return lambda _: kept
    if place is not None:
        return lambda given: convert(given[key][place])
    return lambda given: convert(given[key])


def _same(value: Any) -> Any:
    return value


def _mostly_empty(convert: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """For columns of JSON that are nearly always {} or []: those are converted once."""
    known: dict[type[Any], Any] = {dict: convert({}), list: convert([])}
    return lambda value: convert(value) if value or type(value) not in known else known[type(value)]
