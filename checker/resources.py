"""Where the shipped data lie: inside an installed package, or beside it in a checkout."""

import errno
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent

# kind: (its place inside an installed package, its place beside the package in a checkout)
_PLACES = {
    "grammar": ("_data/grammar", "grammar"),
    "rules": ("_data/rules", "rules"),
    "upper": ("_data/upper", "plans/upper"),
    "schema": ("_data/schema", "plans/schema"),
    "regions": ("_regions.csv", "checker/_regions.csv"),
}


def data(kind: str) -> Path:
    """The folder of the `grammar`, `rules`, `upper` plans or `schema`; the file of the `regions`.

    An unknown kind is a `ValueError`; data that were not shipped are a `FileNotFoundError`, for an
    empty folder in their stead would let a check pass that looked at nothing.
    """
    if kind not in _PLACES:
        raise ValueError(f"no data of kind {kind!r}; there are {', '.join(_PLACES)}")
    inside, beside = _PLACES[kind]
    for place in (_PACKAGE / inside, _PACKAGE.parent / beside):
        if place.exists():
            return place
    raise FileNotFoundError(errno.ENOENT, f"the {kind} data are missing", str(place))
