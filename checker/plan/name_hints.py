"""What the name of an indicator without an entry says of its figures. Knows no vocabulary and reads no figures."""

from __future__ import annotations

import re
from functools import lru_cache

from checker.quantity.units import Dimension

_NO_SIZE = re.compile(r"每|均|率|比|占|标准|水平|强度|密度|浓度|指数|系数")
"""A name with one of these gives a rate, a share or a standard, whatever its unit."""

_TIMES = frozenset({"岁", "年", "时间", "工作日", "课时"})


@lru_cache(maxsize=1 << 12)
def is_size(name: str, dimension: Dimension) -> bool:
    """Return True for the amount of something (元, 家, 张, 人, 吨), of which a larger place has more."""
    if not dimension.atoms or _NO_SIZE.search(name):
        return False
    return all(power > 0 and atom not in _TIMES for atom, power in dimension.atoms)
