"""The standard's `dataclass`, whose methods are made without compiling any before an object is.

The standard compiles six methods of every class when its module is imported: half a millisecond a class, which was
a third of the time that a check of one plan took to start. Here fields, slots and order are still the standard's
doing; `__init__` is compiled when a class has had some objects, and the others need no compiling.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping
from operator import attrgetter
from types import MemberDescriptorType
from typing import Any, Generic, NoReturn, TypeVar, dataclass_transform, overload

_FEW = 80  # objects of a class, for which no `__init__` is compiled: that takes as long as to do without

C = TypeVar("C", bound=type[Any])
R = TypeVar("R")
V = TypeVar("V")
Later = Callable[[str], Mapping[str, Any]]


@dataclass_transform(field_specifiers=(dataclasses.field, dataclasses.Field))
def dataclass(
    *, frozen: bool = False, slots: bool = False, eq: bool = True, kw_only: bool = False
) -> Callable[[C], C]:
    """As `dataclasses.dataclass`; a record that is frozen takes no attribute at all."""

    def decorate(cls: C) -> C:
        cls.__doc__ = cls.__doc__ or cls.__name__  # else the standard looks for a signature
        made = dataclasses.dataclass(init=False, repr=False, eq=False, kw_only=kw_only, slots=slots)
        types = vars(cls).get("__annotations__", {})
        cls.__annotations__ = dict.fromkeys(types, object)  # in texts it looks for ClassVar: slow
        found: Any = made(cls)
        found.__annotations__ = types
        fields = dataclasses.fields(found)
        for f in fields:
            f.type = types.get(f.name, f.type)
        found.__init__ = _later(found, frozen)
        if "__repr__" not in vars(cls):
            found.__repr__ = _representation([f.name for f in fields if f.repr])
        if eq:
            key = _key([f.name for f in fields if f.compare])
            found.__eq__ = _equality(key)
            if (
                vars(cls).get("__hash__") is None
            ):  # a class may know what tells most of its records apart
                found.__hash__ = _hash(key) if frozen else None
        if frozen:
            found.__setattr__ = found.__delattr__ = _refuse
            if slots:
                found.__getstate__, found.__setstate__ = _state, _set_state
        return found  # type: ignore[no-any-return]

    return decorate


def _later(cls: Any, frozen: bool) -> Callable[..., None]:
    """The `__init__` of the first few objects; for more, or where it is called wrongly, one is compiled."""
    made, names, put = 0, tuple(cls.__dataclass_fields__), object.__setattr__
    plain = names == cls.__match_args__ and not hasattr(cls, "__post_init__")

    def init(self: Any, *args: Any, **kwargs: Any) -> None:
        nonlocal made
        made += 1
        if made <= _FEW:
            if plain and not kwargs and len(args) == len(names):
                for name, value in zip(names, args, strict=True):
                    put(self, name, value)
                return
            if _fill(cls, self, args, kwargs):
                return
        cls.__init__ = _init(cls, frozen)
        cls.__init__(self, *args, **kwargs)

    return init


def _fill(cls: Any, record: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool:
    """What a compiled `__init__` does, in a fraction of the time of compiling it; False for what it would refuse."""
    names, fields = cls.__match_args__, cls.__dataclass_fields__
    values = dict(zip(names, args, strict=False))
    if len(args) > len(names) or kwargs.keys() - fields.keys() or values.keys() & kwargs.keys():
        return False
    values.update(kwargs)
    for name, f in fields.items():
        if name in values:
            value = values[name]
        elif f.default is not dataclasses.MISSING:
            value = f.default
        elif f.default_factory is not dataclasses.MISSING:
            value = f.default_factory()
        else:
            return False
        object.__setattr__(record, name, value)
    if hasattr(cls, "__post_init__"):
        record.__post_init__()
    return True


def _init(cls: type[Any], frozen: bool) -> Callable[..., None]:
    names: dict[str, Any] = {"missing": dataclasses.MISSING, "put": object.__setattr__}
    plain, named = ["self"], list[str]()
    body: list[str] = []
    for f in dataclasses.fields(cls):
        name = value = f.name
        parameter = name
        if f.default is not dataclasses.MISSING:
            names[f"default_{name}"] = f.default
            parameter += f"=default_{name}"
        elif f.default_factory is not dataclasses.MISSING:
            names[f"make_{name}"] = f.default_factory
            parameter += "=missing"
            value = f"make_{name}() if {name} is missing else {name}"
        (named if f.kw_only else plain).append(parameter)
        slot = getattr(cls, name, None)
        if isinstance(slot, MemberDescriptorType):
            names[f"set_{name}"] = slot.__set__
            body.append(f"set_{name}(self, {value})")
        else:
            body.append(f"put(self, {name!r}, {value})" if frozen else f"self.{name} = {value}")
    if hasattr(cls, "__post_init__"):
        body.append("self.__post_init__()")
    parameters = ", ".join([*plain, *(["*", *named] if named else [])])
    text = f"def __init__({parameters}):\n  " + "\n  ".join(body or ["pass"])
    exec(text, names)
    init: Callable[..., None] = names["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    return init


def _key(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    """What decides whether two records are the same."""
    if not names:
        return lambda record: ()
    get = attrgetter(*names)
    return get if len(names) > 1 else lambda record: (get(record),)


def _equality(key: Callable[[Any], tuple[Any, ...]]) -> Callable[[Any, object], bool]:
    def equal(self: Any, other: object) -> bool:
        return key(self) == key(other) if other.__class__ is self.__class__ else NotImplemented

    return equal


def _hash(key: Callable[[Any], tuple[Any, ...]]) -> Callable[[Any], int]:
    return lambda self: hash(key(self))


def _representation(names: list[str]) -> Callable[[Any], str]:
    def representation(self: Any) -> str:
        parts = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{type(self).__qualname__}({parts})"

    return representation


def _refuse(self: Any, name: str, value: object = None) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, f.name) for f in dataclasses.fields(self)]


def _set_state(self: Any, state: list[Any]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)


class once(Generic[V]):  # noqa: N801 — written as a decorator
    """A property made when first asked for, also of a frozen record: `functools.cached_property` without its lock.

    The lock of Python 3.11 takes longer than most of what is made; two threads make the same value twice.
    """

    def __init__(self, make: Callable[[Any], V]) -> None:
        self.make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type[Any], name: str) -> None:
        self.name = name

    @overload
    def __get__(self, record: None, owner: type[Any]) -> once[V]: ...

    @overload
    def __get__(self, record: object, owner: type[Any]) -> V: ...

    def __get__(self, record: Any, owner: type[Any]) -> V | once[V]:
        if record is None:
            return self
        value = record.__dict__[self.name] = self.make(record)
        return value


class Made(Mapping[str, V]):
    """Values by name, each made when it is first asked for."""

    def __init__(self, names: Iterable[str], make: Callable[[str], V]) -> None:
        self._names = dict.fromkeys(names)
        self._make = make
        self._made: dict[str, V] = {}

    def __getitem__(self, name: str) -> V:
        if name not in self._made:
            if name not in self._names:
                raise KeyError(name)
            self._made[name] = self._make(name)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def deferred(cls: type[R], known: Mapping[str, Any], later: Later) -> R:
    """A record of a class with slots of which some fields are known; `later` gives others when one is asked for."""
    if cls not in _deferring:
        _deferring[cls] = _deferring_class(cls)
    record: R = object.__new__(_deferring[cls])
    for name, value in known.items():
        object.__setattr__(record, name, value)
    object.__setattr__(record, "_later", later)
    return record


_deferring: dict[type[Any], type[Any]] = {}


def _deferring_class(cls: type[Any]) -> type[Any]:
    """The class, but for fields that are not there yet. To everyone else its objects are of the class itself."""
    names = {f.name for f in dataclasses.fields(cls)}

    def missing(self: Any, name: str) -> Any:
        if name not in names:
            raise AttributeError(name)
        for field, value in self._later(name).items():
            object.__setattr__(self, field, value)
        return object.__getattribute__(self, name)

    own = {
        "__slots__": ("_later",),
        "__getattr__": missing,
        "__class__": property(lambda self: cls),
        "__reduce__": lambda self: (
            cls,
            tuple(getattr(self, f.name) for f in dataclasses.fields(self)),
        ),
    }
    return type(cls.__name__, (cls,), own)
