"""Columns as bytes: a table kept, and read again as fast as its bytes come. Believes only what it wrote itself."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from checker.cache import digest
from checker.columns.cells import Column, Dictionary, Dimensions
from checker.columns.leaves import FrameKey, Leaves
from checker.columns.table import Frame, Table
from checker.datatypes.choices import ENUMERATIONS, Choice
from checker.files import atomic_write
from checker.quantity.units import Dimension

MAGIC = b"plancheck columns 3\n"
ALIGNED = 8
"""Arrays begin at multiples of so many bytes, so that they can be used where they lie."""

Array = NDArray[Any]


def save(table: Table, leaves: Leaves, content: str, file: Path) -> None:
    """Write the columns of some leaves, whole or not at all; see `to_bytes`."""
    with atomic_write(file) as stream:
        stream.writelines(_parts(table, leaves, content))


def load(leaves: Leaves, content: str, file: Path) -> Table | None:
    """Return the table of these leaves and this content; None where the file holds no such, or is damaged."""
    try:
        return from_bytes(file.read_bytes(), leaves, content)
    except OSError:
        return None


def to_bytes(table: Table, leaves: Leaves, content: str) -> bytes:
    """Return the columns of some leaves.

    `content` stands for everything else that their values depend on: the plans, those above them, the vocabulary, the
    parameters, the program. Rules may change as long as they have no other leaves.
    """
    return b"".join(_parts(table, leaves, content))


def _parts(table: Table, leaves: Leaves, content: str) -> Iterator[bytes]:
    arrays = _Arrays()
    plainer = _Plainer(table, arrays)
    head = {
        "size": table.size,
        "years": arrays.add(table.years),
        "dimensions": [[d.atoms, d.tag] if d is not None else None for d in table.dimensions.known],
        "texts": [_word(value) for value in table.texts.values],
        "choices": [_word(value) for value in table.choices.values],
        "leaves": [[key, _names(leaves, key), _guard(leaves, key)] for key in leaves.frames],
        "frames": [[key, plainer.plain(frame)] for key, frame in table.frames.items()],
        "arrays": arrays.known,
    }
    text = json.dumps(head, ensure_ascii=False).encode("utf-8", "surrogatepass")
    text += b" " * (-(len(MAGIC) + 64 + 8 + len(text)) % ALIGNED)
    yield MAGIC + digest(content, text).encode("ascii")
    yield len(text).to_bytes(8, "big") + text
    yield from arrays.data


def from_bytes(data: bytes, leaves: Leaves, content: str) -> Table | None:
    """Return the table of these leaves out of those stored; None where one is missing, or the data are damaged."""
    start = len(MAGIC) + 64 + 8
    end = start + int.from_bytes(data[start - 8 : start], "big")
    seal = digest(content, data[start:end]).encode("ascii")
    if data[: start - 8] != MAGIC + seal:
        return None
    head = json.loads(data[start:end])
    if not _chosen(head, leaves):
        return None
    arrays: list[Array] = []
    for array in _read(data, end, head["arrays"]):
        if array is None:
            return None
        arrays.append(array)
    return _table(head, arrays)


def _names(leaves: Leaves, key: FrameKey) -> list[str]:
    """Each leaf of a frame by all that its values come from, places in rule files aside."""
    return [
        digest(repr(expr), leaf.kind, str(leaf.shared)) + "!" * leaf.rounded
        for expr, leaf in leaves.frames[key].items()
    ]


def _guard(leaves: Leaves, key: FrameKey) -> str | None:
    """Return the leaf by which the rows of a frame are ordered."""
    guard = leaves.guard(key)
    return None if guard is None else digest(repr(guard))


def _chosen(head: dict[str, Any], leaves: Leaves) -> bool:
    """Leave of the frames of a head what the leaves need, in their order; False where that is not all there.

    A column with what the digits of its numbers stand for is as good as one without. Rows that are ordered by another
    leaf than these need are not theirs.
    """
    kept = {tuple(key): (names, guard) for key, names, guard in head["leaves"]}
    frames = {tuple(key): frame["Frame"] for key, frame in head["frames"]}
    chosen = []
    for key in leaves.frames:
        names, guard = kept.get(key, ([], None))
        wanted, own = _names(leaves, key), _guard(leaves, key)
        places = {name.rstrip("!"): at for at, name in enumerate(names)} | {
            name: at for at, name in enumerate(names)
        }
        if key not in frames or own not in (None, guard) or not places.keys() >= set(wanted):
            return False
        frame = frames[key]
        columns = frame["columns"]
        frame["columns"] = [columns[places[name]] for name in wanted]
        if own is None:
            frame |= {"by": -1, "words": None, "starts": None}
        else:
            frame["by"] = [*map(repr, leaves.frames[key])].index(repr(leaves.guard(key)))
        chosen.append([key, {"Frame": frame}])
    head["frames"] = chosen
    return True


# ---- arrays


class _Arrays:
    """Arrays to be written one behind the other: type, shape and checksum of each."""

    def __init__(self) -> None:
        self.known: list[tuple[str, tuple[int, ...], int]] = []
        self.data: list[bytes] = []

    def add(self, array: Array) -> int:
        """Its number."""
        data = np.ascontiguousarray(array).tobytes()
        self.known.append((array.dtype.str, array.shape, zlib.crc32(data)))
        self.data.append(data + bytes(-len(data) % ALIGNED))
        return len(self.known) - 1


def _read(data: bytes, at: int, known: list[tuple[str, list[int], int]]) -> Iterator[Array | None]:
    """Yield the arrays where they lie; None for one whose bytes are not those that were written."""
    view = memoryview(data)
    for kind, shape, checksum in known:
        dtype = np.dtype(kind)
        size = int(np.prod(shape, dtype=np.int64)) * dtype.itemsize
        part, padding = view[at : at + size], view[at + size : at + size + -size % ALIGNED]
        fits = len(part) == size and zlib.crc32(part) == checksum and not any(padding)
        yield np.frombuffer(part, dtype).reshape(shape) if fits else None
        at += size + -size % ALIGNED


# ---- parts of a table, as plain values


class _Plainer:
    """Frames and columns as JSON holds them: what they are made of by name, arrays by number."""

    def __init__(self, table: Table, arrays: _Arrays) -> None:
        self.arrays = arrays
        self.names = {id(table.texts): "texts", id(table.choices): "choices"}

    def plain(self, value: object) -> object:
        match value:
            case np.ndarray():
                return {"array": self.arrays.add(value)}
            case Dictionary():
                return {"dictionary": self.names[id(value)]}
            case Frame() | Column():
                parts = {name: self.plain(getattr(value, name)) for name in value.__struct_fields__}
                return {type(value).__name__: parts}
            case Mapping():
                return {"mapping": {key: self.plain(part) for key, part in value.items()}}
            case tuple():
                return [self.plain(part) for part in value]
            case None | int() | str():
                return value
            case other:
                raise TypeError(other)


class _Maker:
    """The way back."""

    def __init__(self, arrays: list[Array], dictionaries: dict[str, Dictionary]) -> None:
        self.arrays, self.dictionaries = arrays, dictionaries

    def made(self, plain: Any) -> Any:
        match plain:
            case {"array": number}:
                return self.arrays[number]
            case {"dictionary": name}:
                return self.dictionaries[name]
            case {"Frame": parts}:
                return Frame(**{name: self.made(part) for name, part in parts.items()})
            case {"Column": parts}:
                return Column(**{name: self.made(part) for name, part in parts.items()})
            case {"mapping": parts}:
                return {key: self.made(part) for key, part in parts.items()}
            case list():
                return tuple(map(self.made, plain))
            case _:
                return plain


def _word(value: object) -> object:
    return [value.enumeration, value.zh] if isinstance(value, Choice) else value


def _table(head: dict[str, Any], arrays: list[Array]) -> Table:
    dictionaries = {name: _dictionary(head[name]) for name in ("texts", "choices")}
    dimensions = Dimensions()
    for atoms, tag in head["dimensions"][1:]:
        dimensions.number(Dimension(tuple((atom, power) for atom, power in atoms), tag))
    maker = _Maker(arrays, dictionaries)
    frames = {tuple(key): maker.made(frame) for key, frame in head["frames"]}
    years = arrays[head["years"]]
    return Table(
        head["size"], frames, dimensions, dictionaries["texts"], dictionaries["choices"], years
    )


def _dictionary(words: list[Any]) -> Dictionary:
    made = Dictionary()
    for word in words:
        made.number(word if isinstance(word, str) else _choice(*word))
    return made


def _choice(enumeration: str, zh: str) -> Choice:
    return next(choice for choice in ENUMERATIONS[enumeration].members if choice.zh == zh)
