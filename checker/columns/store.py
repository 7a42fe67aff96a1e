"""Columns as bytes, and back. Whether the bytes are those that were written, the cache knows."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from checker import cache
from checker.columns.cells import Column, Dictionary, Dimensions
from checker.columns.leaves import FrameKey, Leaves
from checker.columns.table import Frame, Table
from checker.datatypes.choices import ENUMERATIONS, Choice
from checker.quantity.units import Dimension
from checker.source import Record


class _StoredArray(Record):
    type: str
    shape: tuple[int, ...]
    data: memoryview


_DictionaryName = Literal["", "texts", "choices"]


class _StoredColumn(Record):
    kind: str
    parts: dict[str, _StoredArray | int]
    dictionary: _DictionaryName
    index: _StoredArray | None
    places: int | None


class _StoredFrame(Record):
    """A frame, its columns by the fingerprints of their leaves; `guard` is that of the leaf that orders the rows."""

    key: FrameKey
    plan: _StoredArray
    number: _StoredArray
    columns: dict[str, _StoredColumn]
    subjects: _StoredArray
    guard: str | None
    starts: _StoredArray | None


class _StoredTable(Record):
    size: int
    frames: tuple[_StoredFrame, ...]
    dimensions: tuple[Dimension, ...]
    texts: tuple[str, ...]
    choices: tuple[tuple[str, str], ...]
    years: _StoredArray


def encode(table: Table, leaves: Leaves) -> bytes:
    """Return a table that was made for these leaves as bytes."""
    names: dict[int, _DictionaryName] = {id(table.texts): "texts", id(table.choices): "choices"}
    return cache.encode(
        _StoredTable(
            table.size,
            tuple(_stored_frame(key, frame, leaves, names) for key, frame in table.frames.items()),
            tuple(dimension for dimension in table.dimensions.known if dimension is not None),
            tuple(map(str, table.texts.values)),
            tuple((c.enumeration, c.zh) for c in table.choices.values if isinstance(c, Choice)),
            _stored_array(table.years),
        )
    )


def decode(content: bytes, leaves: Leaves) -> Table | None:
    """Return the part of an encoded table that these leaves need, in their order; None if not all of it is there.

    Rules may change as long as they have no other leaves. A column with what the digits of its numbers stand for is as
    good as one without. Rows that are ordered by another leaf than these need are not theirs.
    """
    stored = cache.decode(content, _StoredTable)
    if stored is None:
        return None
    dimensions, texts, choices = Dimensions(), Dictionary(), Dictionary()
    for dimension in stored.dimensions:
        dimensions.number(dimension)
    for text in stored.texts:
        texts.number(text)
    for enumeration, zh in stored.choices:
        choices.number(next(c for c in ENUMERATIONS[enumeration].members if c.zh == zh))
    dictionaries = {"": None, "texts": texts, "choices": choices}
    stored_frames = {frame.key: frame for frame in stored.frames}
    frames: dict[FrameKey, Frame] = {}
    for key in leaves.frames:
        frame = _frame(stored_frames.get(key), key, leaves, dictionaries)
        if frame is None:
            return None
        frames[key] = frame
    return Table(stored.size, frames, dimensions, texts, choices, _array(stored.years))


def _fingerprints(leaves: Leaves, key: FrameKey) -> list[str]:
    """Return for each leaf of a frame what its values come from, places in rule files aside; "!" if rounded."""
    return [
        cache.digest(repr(expr), leaf.kind, str(leaf.shared)) + "!" * leaf.rounded
        for expr, leaf in leaves.frames[key].items()
    ]


def _guard(leaves: Leaves, key: FrameKey) -> str | None:
    """Return the fingerprint of the leaf by which the rows of a frame are ordered."""
    guard = leaves.guard(key)
    return None if guard is None else cache.digest(repr(guard))


# ---- frames and columns


def _stored_frame(
    key: FrameKey, frame: Frame, leaves: Leaves, names: dict[int, _DictionaryName]
) -> _StoredFrame:
    columns = (_stored_column(column, names) for column in frame.columns)
    return _StoredFrame(
        key,
        _stored_array(frame.plan),
        _stored_array(frame.number),
        dict(zip(_fingerprints(leaves, key), columns, strict=True)),
        _stored_array(frame.subjects),
        _guard(leaves, key),
        None if frame.starts is None else _stored_array(frame.starts),
    )


def _frame(
    stored: _StoredFrame | None,
    key: FrameKey,
    leaves: Leaves,
    dictionaries: dict[str, Dictionary | None],
) -> Frame | None:
    guard = _guard(leaves, key)
    if stored is None or guard not in (None, stored.guard):
        return None
    columns = []
    for fingerprint in _fingerprints(leaves, key):
        column = stored.columns.get(fingerprint) or stored.columns.get(fingerprint + "!")
        if column is None:
            return None
        columns.append(_column(column, dictionaries))
    frame = Frame(
        _array(stored.plan), _array(stored.number), tuple(columns), _array(stored.subjects)
    )
    if guard is None or stored.starts is None:
        return frame
    by = next(at for at, leaf in enumerate(leaves.frames[key]) if leaf == leaves.guard(key))
    words = columns[by].dictionary
    return Frame(
        frame.plan, frame.number, frame.columns, frame.subjects, by, words, _array(stored.starts)
    )


def _stored_column(column: Column, names: dict[int, _DictionaryName]) -> _StoredColumn:
    parts = {
        name: part if isinstance(part, int) else _stored_array(part)
        for name, part in column.parts.items()
    }
    index = None if column.index is None else _stored_array(column.index)
    return _StoredColumn(
        column.kind, parts, names.get(id(column.dictionary), ""), index, column.places
    )


def _column(stored: _StoredColumn, dictionaries: dict[str, Dictionary | None]) -> Column:
    parts = {
        name: part if isinstance(part, int) else _array(part) for name, part in stored.parts.items()
    }
    index = None if stored.index is None else _array(stored.index)
    return Column(stored.kind, parts, dictionaries[stored.dictionary], index, stored.places)


def _stored_array(array: NDArray[Any]) -> _StoredArray:
    return _StoredArray(array.dtype.str, array.shape, memoryview(array.tobytes()))


def _array(stored: _StoredArray) -> NDArray[Any]:
    """Return an array of its own memory: in that of the entry, numbers would not lie at their boundaries."""
    return np.frombuffer(stored.data, np.dtype(stored.type)).reshape(stored.shape).copy()
