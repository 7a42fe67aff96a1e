"""Names of regions in a text, by the division table of the plan's years."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.plan import regions
from checker.plan.regions import Region

_ENDS = "省市县区旗州盟"
_LONGEST = 15
_SHORT = {
    "广西": "广西壮族自治区",
    "内蒙古": "内蒙古自治区",
    "宁夏": "宁夏回族自治区",
    "新疆": "新疆维吾尔自治区",
    "西藏": "西藏自治区",
}
_BEFORE_NO_NAME = "自治"  # 自治区, 自治县 alone are no names


def regions_in(text: str, year: int) -> Iterator[tuple[int, int, tuple[Region, ...]]]:
    """Yield start, end and bearers of every name of a region in a text, the longest name where several end there."""
    for end, character in enumerate(text, 1):
        if character not in _ENDS:
            continue
        for start in range(max(0, end - _LONGEST), end - 1):
            found = (
                regions.by_name(text[start:end], year) if _could_be_name(text[start:end]) else ()
            )
            if found:
                yield start, end, found
                break


def _could_be_name(text: str) -> bool:
    return text in regions.names()


def leading_regions(text: str, years: Sequence[int]) -> tuple[tuple[Region, ...], int]:
    """Return the bearers of the last of the regions that a text begins with (甲市乙区…), and where they end."""
    at, bearers = 0, tuple[Region, ...]()
    while True:
        found, end = _region_at(text, at, years)
        if not found:
            return bearers, at
        if bearers:
            above = {region.code for region in bearers}
            within = tuple(region for region in found if above & set(region.parents))
            found = within or found
        bearers, at = found, end


def _region_at(text: str, at: int, years: Sequence[int]) -> tuple[tuple[Region, ...], int]:
    for end in range(min(len(text), at + _LONGEST), at + 1, -1):
        name = text[at:end]
        if (name[-1] in _ENDS and name in regions.names()) or name == regions.NATION.name:
            for year in years:
                found = regions.by_name(name, year)
                if found:
                    return found, end
    for end in range(min(len(text), at + 6), at + 1, -1):
        if full := _full_name(text[at:end], years):
            return full, end
    return (), at


def _full_name(short: str, years: Sequence[int]) -> tuple[Region, ...]:
    """Return the regions of a name without its kind (广西, 郑州): of one level, the highest that has it."""
    for name in (
        _SHORT.get(short, ""),
        *(f"{short}{kind}" for kind in ("省", "市", "县", "区", "旗", "州")),
    ):
        for year in years if name in regions.names() else ():
            if found := regions.by_name(name, year):
                return found
    return ()
