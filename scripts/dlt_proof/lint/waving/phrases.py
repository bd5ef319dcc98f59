"""The phrases that say that one part of a proof goes like another, as patterns over letters.

The letters are those of `words`, with ways ("in the same manner") and subjects ("the other case")
marked by digits. They are compiled when a sentence first needs them.
"""

from __future__ import annotations

from functools import cache

from ... import patterns
from ...patterns import pattern

#: "a completely analogous argument", "the same way".
_LIKE_WAY = "g*t?g*[leqz](?:,?c?[xleqgoO#0EhIn]){0,3}?(?:[hj]|WO[hj]|W(?![xin]))"
#: 1: in a like way. 2: as before, as in case 1. 3: a like argument, without a preposition.
_HOW = (
    f"(?P<m1>a,?a?|p{_LIKE_WAY}|t?g*eW(?![xin]|O[hj])|pt?x?y|p[txgE]{{0,4}}Z|ptWOt?[jX]?"
    "|pt?g*[hj]g*l(?:p[^.;,M]{1,8}(?=,))?)"
    "|(?P<m2>g*(?:te)?s(?:b|t?[Iougx]{0,2}k(?:[#0mXx]|t(?=[.;,)]|$))?|t[Iougx]{0,2}U|#|[pF]t?[Iougx]{0,2}[kijJBhWUn](?:[OFp]t?)?[#0mXx]?"
    "|[pF][#mX]))"
    f"|(?P<m3>{_LIKE_WAY}|t?g*[hj]g*l(?=p))"
)
#: 4: what can be waved away: the other case, the second term; a case; part (ii); the rest.
#: 6: the same behind a preposition.
#: 5: a proof, an argument, a bound; of what is said behind it.
_WHAT = (
    "(?P<m4>t?g?[oqz](?:,?[xo#0m]){0,2}?[kijJBhUWn]|t?g?om(?![=kijJBhUWn])|tg?F,?[kijJ]"
    "|t?[xqogE]?(?<!I)k(?:[#0mX](?:[,c]+[#0mX]){0,3})?"
    "|tx(?=J)J|[ijJBW][#0mX](?:[,c]+[#0mX]){0,3}|#(?:[,c]+#){0,3}"
    "|t[ou](?:Ot?j)?(?=[vfrN1gAHD.,;()cM]|$))"
    "|(?P<m5>t?[hjB]|t[inJ](?=[OF])|txW(?=[OF]))"
)
# Between subject and verb stands no other verb, unless a clause of its own begins there.
_GAP = "(?P<gap>[^.;vfSHYM]{0,14}?|,?[FKtO][^.;M]{0,16}?)"
_WE = "[wU][vgwa1_,]*"
_BEGIN = "(?:^|(?<=[,;(c)]))"
_END = r"(?=[.;)]|$)"

#: Pattern, whether a formula behind it is not enough to carry out what is waved away.
PHRASES = (
    # The other case is entirely similar, is no different. The proof of (ii) is the same.
    (
        f"[45]{_GAP}v+(?:,x?1_*,?|,[^.;,vfSHM]{{1,6}},)?(?P<no>N?)(?:,?g)*,?(?:1_*g*(?=te))?(?P<like>[lq]|[12]_*|te|NV)"
        "(?=[.;,()MmXCpscYFwbg2O]|x[p1]|$)",
        True,
    ),
    # The other case can be handled in the same way, can similarly be handled.
    (
        f"[456]{_GAP}v+(?P<no>x?N?)[xg]{{0,2}}(?:[rd][^.;,]{{0,5}}?,?(?P<like>[123]_*)|1_*v?[rdQ])",
        True,
    ),
    # The other case follows by the same argument, requires a similar argument.
    (
        f"[456]{_GAP}(?P<no>N?)[vg]*(?:f[^.;,]{{0,9}}?,?(?P<like>[123]_*)"
        f"|(?P<use>Hg*3_*)(?=[.,;)pscFYOM]|$))",
        True,
    ),
    # The proof of (b) parallels that of (a).
    (f"[456]{_GAP}(?P<no>N?)g*L[t=X]", True),
    # … is proved similarly, … follows similarly: whatever it is.
    (
        "(?<!N)(?:(?<!v)v+(?P<no>N?)[xg]?r[^.;,]{0,3}?"
        "|(?<!Nv)(?P<follow>f),?[xg]{0,2})(?P<like>1_*)(?!pC)",
        False,
    ),
    ("(?P<like>1_*)(?P<follow>f)", False),
    # It remains to show (ii), which is done in the same way.
    ("Kv+(?P<no>N?)g*(?P<done>[rd])[^.;,]{0,3}?(?P<like>1_*)", True),
    # The first term is at most one, the second similarly.
    (f"{_BEGIN}=*[46],?(?P<like>1_*){_END}", True),
    (f"{_BEGIN}c?,?(?P<like>1_*),?=*4{_END}", True),
    (f"{_BEGIN}c?,?(?P<like>1_*),?Ftx{{1,3}}{_END}", True),
    # Proving (ii) is similar.
    (f"{_BEGIN}(?P<gerund>x)m?v+(?P<no>N?)g*(?P<like>[lq]|te){_END}", True),
    # We treat the other case in the same way. For x < 0 we argue similarly.
    (f"{_WE}(?P<no>N?)[DGBAST]p?[^.;456]{{0,4}}[456][^.;]{{0,6}}?,?(?P<like>[123]_*)", True),
    (f"{_WE}(?P<no>N?)[DGBST]p?m(?:,?c?m){{0,3}},?(?P<like>1_*)", False),
    (f"(?:{_WE}(?P<no>N?)|{_BEGIN})(?P<argue>A|(?<=U)f)[xg]?,?(?P<like>[123]_*)", False),
    # We use the same argument for the remaining terms.
    (f"(?:{_WE}(?P<no>N?)|{_BEGIN})[HfQ](?P<like>3_*)[Fp][^.;]{{0,4}}?[456]", True),
    # Similarly for the lower bound. The same for x < 0; the same is true for the other case.
    (
        f"{_BEGIN}(?P<like>1_*|te"
        f"|e),?c?(?P<behind>[Fp]),?[^.;,vfSHM]{{0,4}}?[456mX][^.;,mMXfSH]{{0,5}}?"
        f"(?:(?:,[mX])*,?c[Fp]?[tgx=]{{0,3}}[456mX]|,[Fp][tgx=]{{0,3}}[456mX]){{0,3}}"
        f",?g*[sgpx]{{0,2}}{_END}",
        False,
    ),
    (
        "(?P<like>te)(?:,[^.;,vfSHM]{1,4},)?g*(?P<no>N?)(?:[fG]x?|v+[xrdQ])g*"
        "(?:[FpO]=*[46]|x=*[46]|(?P<condition>F)m)",
        False,
    ),
    # Similarly, the lower bound holds.
    (
        f"{_BEGIN}(?P<like>P?[12]_*|P3_*),?x?t?=*[46][mX]?[^.;,fvSHmMX]{{0,6}}"
        f"(?P<no>N?)(?:f|v+(?P<no2>N?)g*(?:[rdQ]|x(?=[.;)]|$)))[^.;mMXC]{{0,10}}{_END}",
        False,
    ),
    # By the same argument we can prove the other inclusion.
    (
        f"{_BEGIN}(?P<like>P?[12]_*|P3_*),?x?{_WE}(?P<no>N?)[DGBrdST][pt]{{0,2}}=*[46][mX]?"
        f"[^.;mMXC]{{0,10}}{_END}",
        False,
    ),
    # By symmetry, the same bound holds for Y. Arguing similarly, the claim follows.
    (
        f"{_BEGIN}(?P<like>P?[12]_*|P3_*),?x?(?:[pF][^.;,vfSHM]{{1,8}},)?(?:{_WE}[DGBrdS]t?)?"
        f"(?P<claim>te[ijJknx456]?|[t=](?:x?5|[inJx456]))(?:[OFp]?t?x?m)?"
        f"(?P<no>N?)(?:g*(?:f|v+[xrdQ])[^.;MXC]{{0,12}})?{_END}",
        False,
    ),
    # A similar argument applies, can be used, shows that …
    (
        "(?P<like>3_*)(?P<aside>(?:,?[spOFwtrQ12][^.;]{1,12}?)?),?g*(?P<no>N?)"
        "(?:v+(?P<no2>N?)Qp[SGB]|(?P<apply>f|T|vv?N?Q)|[SGB])",
        True,
    ),
    # One shows similarly that …
    ("(?P<like>1_*),?(?P<one>U)(?P<shows>S)(?!M)", True),
    ("(?P<one>U)(?P<shows>S)(?P<like>1_*)", True),
    # A similar bound holds for Y.
    ("t?g*(?P<like>[lq])[BiJ45]g*(?P<no>N?)(?:f|v+x)g*[Fp]", False),
    # For x < 0 we have an analogous estimate, we have one for x < 0.
    (f"Fx?m,?{_WE}(?P<no>N?)[HD]t?g*(?P<like>[lq])[Bi5]{_END}", False),
    (f"{_WE}(?P<no>N?)[HD]t?g*(?P<like>[lq])[Bi5][Fp]t?(?:m|=*[46]){_END}", False),
    # Similarly, one can show that …
    ("(?P<like>1_*),?[wxU](?P<can>v)g*(?P<no>N?)v?g*[GrD]", True),
    ("[wxU](?P<can>v)g*(?P<no>N?)(?P<like>1_*)v?g*[GrD]", True),
)  # fmt: skip

_FIND_HOW, _FIND_WHAT = pattern(_HOW), pattern(_WHAT)


@cache
def compiled() -> tuple[tuple[patterns.Pattern[str], bool], ...]:
    """The phrases, and for each whether a formula behind it is not enough to carry it out."""
    return tuple((patterns.compiled(phrase), strong) for phrase, strong in PHRASES)


def mark(letters: str) -> tuple[str, dict[int, int]]:
    """The letters with ways and subjects marked, and where each subject begins, by its mark."""
    found = list(letters)
    for match in _FIND_HOW.finditer(letters):
        found[match.start() : match.end()] = str(match.lastgroup)[1] + "_" * (len(match[0]) - 1)
    begins = {}
    for match in _FIND_WHAT.finditer("".join(found)):
        kind = str(match.lastgroup)[1]
        if kind == "4" and letters[match.start() - 1 : match.start()] in ("p", "O"):
            kind = "6"
        found[match.start() : match.end()] = "=" * (len(match[0]) - 1) + kind
        begins[match.end() - 1] = match.start()
    return "".join(found), begins
