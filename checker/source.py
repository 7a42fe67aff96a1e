"""Records, and text with places in it. Knows nothing of what the text means."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from hashlib import sha256
from operator import attrgetter
from typing import Annotated, Any, Final, Generic, TypeVar, dataclass_transform, overload

from msgspec import Struct, field

T = TypeVar("T")


class cached_property(Generic[T]):  # noqa: N801 — written as a decorator
    """A property made on first access and stored on the instance; without the lock that functools has before 3.12."""

    def __init__(self, make: Callable[[Any], T]) -> None:
        self.make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type[Any], name: str) -> None:
        self.name = name

    @overload
    def __get__(self, instance: None, owner: type[Any]) -> cached_property[T]: ...

    @overload
    def __get__(self, instance: object, owner: type[Any]) -> T: ...

    def __get__(self, instance: Any, owner: type[Any]) -> T | cached_property[T]:
        if instance is None:
            return self
        value = instance.__dict__[self.name] = self.make(instance)
        return value


Uncompared = Annotated[T, "uncompared"]
"""The type of a field that neither equality, hash nor `repr` looks at: a position, most often."""


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class Record(Struct, frozen=True):
    """Frozen data. Two records are equal if they are of one class and their compared fields are equal.

    A subclass lists its fields as a dataclass does.
    """

    def __init_subclass__(cls) -> None:
        """Give a class with uncompared fields methods of its own; all others have those of msgspec, in C."""
        fields: dict[str, object] = {}
        for base in reversed(cls.__mro__):
            fields |= vars(base).get("__annotations__", {})
        kinds = {name: str(kind) for name, kind in fields.items()}
        names = [name for name in kinds if "ClassVar[" not in kinds[name]]
        compared = [name for name in names if "uncompared" not in kinds[name].lower()]
        if len(compared) < len(names):
            _compare_by(cls, compared)


def _compare_by(cls: Any, names: Sequence[str]) -> None:
    """Give a class an equality, a hash and a `repr` that look at these fields alone."""
    values_of = attrgetter(*names)

    def equals(record: Any, other: Any) -> Any:
        same_class = type(other) is type(record)
        return values_of(record) == values_of(other) if same_class else NotImplemented

    def hash_values(record: Any) -> int:
        return hash(values_of(record))

    def represent(record: Any) -> str:
        fields = ", ".join(f"{name}={getattr(record, name)!r}" for name in names)
        return f"{type(record).__name__}({fields})"

    cls.__eq__, cls.__hash__, cls.__repr__ = equals, hash_values, represent


class Source:
    """One file as text; `name` is shown to the reader, as the path was given.

    No record: what is cached points into a source by numbers, and is given the source when it is decoded.
    """

    def __init__(self, name: str, text: str) -> None:
        self.name: Final = name
        self.text: Final = text

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Source):
            return NotImplemented
        return self is other or (self.name, self.text) == (other.name, other.text)

    def __hash__(self) -> int:
        return hash((self.name, self.text))

    def __repr__(self) -> str:
        return f"Source(name={self.name!r})"

    @cached_property
    def _line_starts(self) -> list[int]:
        starts, at = [0], self.text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = self.text.find("\n", at + 1)
        return starts

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of the text in UTF-8: that of the file, unless it begins with a byte-order mark."""
        return sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    def file_position(self, offset: int) -> tuple[int, int] | None:
        """Line and column in the file; None where the text is made from a file that has no such lines."""
        return self.position(offset)

    def address(self, offset: int) -> str:
        """`file:line:column`, as editors and terminals understand it."""
        line, column = self.position(offset)
        return f"{self.name}:{line}:{column}"

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of a character, both counted from 1 in characters."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def line(self, number: int) -> str:
        """Return the text of a line (counted from 1), without its line end; "" beyond the last."""
        starts = self._line_starts
        if not 1 <= number <= len(starts):
            return ""
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n")


class ExtractedSource(Source):
    """The plan data extracted from a document, named as the document. Its lines are not those of any file.

    `places` has for each line where in the document that data stands, in words of a reader; "" where that is not said.
    """

    def __init__(self, name: str, text: str, places: Sequence[str]) -> None:
        super().__init__(name, text)
        self.places: Final = tuple(places)

    def file_position(self, offset: int) -> tuple[int, int] | None:
        return None

    def address(self, offset: int) -> str:
        """The document, and the place in it: 规划.docx（表2-1第3行）."""
        line, _ = self.position(offset)
        place = self.places[line - 1] if line <= len(self.places) else ""
        return f"{self.name}（{place}）" if place else self.name


class Span(Record, array_like=True, gc=False):
    """A stretch of a source, from `start` up to but not including `end` (characters)."""

    source: Source
    start: int
    end: int

    @property
    def line(self) -> int:
        return self.source.position(self.start)[0]

    @property
    def column(self) -> int:
        return self.source.position(self.start)[1]

    @property
    def text(self) -> str:
        return self.source.text[self.start : self.end]

    @property
    def address(self) -> str:
        """Where it is, for readers: `file:line:column`, or a place in a document."""
        return self.source.address(self.start)

    @property
    def address_beside_place(self) -> str:
        """The address where the place in the document is told beside it, which is not to be said twice."""
        return self.source.name if self.file_line is None else self.address

    @property
    def file_line(self) -> int | None:
        """The line in the file; None in data extracted from a document."""
        position = self.source.file_position(self.start)
        return position[0] if position else None

    @property
    def file_column(self) -> int | None:
        position = self.source.file_position(self.start)
        return position[1] if position else None


class Place(Record):
    """The place of a value in the source document: table or section or box …, row; line, paragraph or page."""

    table: str = ""
    section: str = ""
    box: str = ""
    annex: str = ""
    summary: str = ""
    row: str = ""
    line: int | None = None
    paragraph: int | None = None
    page: int | None = None

    @property
    def order(self) -> int | None:
        """What the places of one document are put in order by; None where the data do not say."""
        return self.line if self.line is not None else self.paragraph


NOWHERE = Place()
