"""Countries of the EU authority table in the two letters that certificates have (ISO 3166-1).

The states whose trust lists are part of the EU scheme, and those that take part in Europass.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_CODES: Final = (
    "ALB AL,AND AD,AUT AT,BEL BE,BGR BG,BIH BA,CHE CH,CYP CY,CZE CZ,DEU DE,DNK DK,ESP ES,EST EE,FIN FI,FRA FR,GBR GB,"
    "GEO GE,GRC GR,HRV HR,HUN HU,IRL IE,ISL IS,ITA IT,LIE LI,LTU LT,LUX LU,LVA LV,MDA MD,MKD MK,MLT MT,MNE ME,NLD NL,"
    "NOR NO,POL PL,PRT PT,ROU RO,SRB RS,SVK SK,SVN SI,SWE SE,TUR TR,UKR UA,XKX XK"
)

ALPHA_2: Final[Mapping[str, str]] = MappingProxyType(dict(pair.split(" ", 1) for pair in _CODES.split(",")))
"""From three letters to two."""
