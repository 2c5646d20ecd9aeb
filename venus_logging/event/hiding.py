"""Hiding: finds the values of secrets in a text that may hold some, by their names and by their shapes."""

from __future__ import annotations

import re
from typing import Final

from venus_logging.event.secret_names import ENDINGS, MASK, ROOTS, TENANT_ENDINGS, is_name

__all__ = ["hide"]

_BY_ROOT: Final = {root: tuple(ending for ending in ENDINGS if root in ending) for root in ROOTS}
"""The endings by what all of them contain: most texts have none of it, and few have more than one."""
_MADE: Final = ("token", "key")
"""Endings whose values machines make: a dictionary word behind them is prose."""
_HEADERS: Final = ("authorization", "cookie")
_SIGNATURE: Final = "signature"
"""The ending that is a word of code and prose too: its value follows a sign without space, or in quotes."""

# Between name and value: a plural; then a sign, the comma of a pair of quoted texts, the end of a tag, or space.
_BETWEEN: Final = re.compile(
    r"(s?)\d{0,8}(?:((?:\\*[\"']?\s{0,64}(?:=>|:|={1,3})|\\*[\"']\s{1,4}value\s?=)(?:[ \t]{5,64}|\s{0,4})"
    r"|%(?:25){0,3}3[Dd])|(\\*[\"']\s{0,4},\s{0,4}(?=[ub]?\\*[\"']))|>|\s{1,64}(?=[^\s=:]))"
)
_FOLLOWING: Final = frozenset("s0123456789\"'\\=:>% \t\r\n")
_BEFORE: Final = 66
_OPTION: Final = re.compile(r"--[\w-]{0,64}\Z")
_OPENED_PAIR: Final = re.compile(r"(?:\([ub]?\\*[\"']|--)[\w-]{0,60}\Z")
_OPENED_TAG: Final = re.compile(r"<[\w:.-]{0,64}\Z")
# What may stand between a name and its value: ``-n password -v S``, ``['-n', 'password', '-v', 'S']``.
_VALUE_OPTION: Final = re.compile(r"--?v(?:alue)?(?:=|\s{1,4})")
_QUOTED_VALUE_OPTION: Final = re.compile(r"[ub]?\\*[\"']--?v(?:alue)?\\*[\"']\s{0,4},\s{0,4}")
_TAG_VALUE: Final = re.compile(r"\d{0,8}\s(?:[^<>]{0,200}\s)?value\s?=\s?(?=\\*[\"'])")
_TAG_END: Final = re.compile(r"\d{0,8}(?:\s[^<>]{0,200}(?<!/))?>")
# NOTE: routes are written like tags too: ``/tokens/<token_id>/roles``.
_ELEMENT: Final = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|[^<]++(?=</)|[^\s<>'\"/]++\Z", re.DOTALL)
_QUOTED: Final = re.compile(r"[ubrUBR]{0,2}(\\*)([\"'])")
_PLAIN: Final = r"[^\s,;&'\"<>()\[\]{}\\]|\\(?![\\nrt\"'])"
# NOTE: a delimiter that a character follows at once is part of a value, unless the next name begins there.
_JOINED: Final = r"(?=[\w!#$%^*+./~@-])(?![\w.-]{1,64}[\"']?\s{0,4}[=:])"
_REST: Final = rf"(?:{_PLAIN}|[,;&'\"<>()\[\]{{}}]{_JOINED})*+"
_BARE: Final = re.compile(rf"(?:{_PLAIN}|[,;&]{_JOINED}){_REST}")
_HASHED: Final = re.compile(rf"\{{SHA\d{{1,3}}\}}[0-9a-fA-F]+{_REST}")
_HEADER: Final = re.compile(
    r"[,;&]?(?:(?:Bearer|Basic|Digest|Token|Negotiate|OAuth|AWS4-HMAC-SHA256)\s+)?"
    r"(?:[\w.-]+=\\*\"[^\"\r\n]*\"|[^\s,;'\"\\]+)(?:[,;]\s*[\w.-]+=(?:\\*\"[^\"\r\n]*\"|[^\s,;'\"\\]*))*",
    re.IGNORECASE,
)
_ENCODED: Final = re.compile(r"(?:[^\s,;&'\"<>()\[\]{}\\%]|%(?!(?:25){0,3}26))+")
# NOTE: "invalid token: Server is away" is a sentence.
_PROSE: Final = re.compile(r"(?:[A-Z][a-z']{0,15}|[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+:) [A-Za-z]")
_HARMLESS: Final = frozenset(
    ("none", "null", "true", "false", "yes", "no", "***", "****", "<sanitized>", "-", "...", "%s", "%r", "%d")
)
_PLACEHOLDER: Final = re.compile(r"%\(\w{1,64}\)[srd]")
_OPENING: Final = {"{": "}", "[": "]", "(": ")"}
_MARKS: Final = re.compile(r"(?<!\\)(\\*)([\"'])|[\[\](){}]")
_ASCII_LOWER: Final = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
_MAX_CONTAINER: Final = 200_000

_URL: Final = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]{1,30}://)([^\s/'\"<>]{0,2048}@)")
_USERINFO: Final = re.compile(r"((?:\A|,)[^:@,]*:)(?:[^,]+|[^@]+)(?=@)")
_PRIVATE_KEY: Final = re.compile(
    r"(-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----).*?(?:(-----END [A-Z ]{0,40}PRIVATE KEY-----)|\Z)", re.DOTALL
)
_FERNET: Final = re.compile(r"gAAAA[A-Za-z0-9_=-]{6,}")
# NOTE: looks once at a whole run of characters, else a text of many "eyJ" would cost the square of its length.
_JWT: Final = re.compile(
    r"(?<![A-Za-z0-9_-])(?=[A-Za-z0-9_-]++\.[A-Za-z0-9_-]{8,}+\.[A-Za-z0-9_-]{8})"
    r"([A-Za-z0-9_-]*?)eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+"
)
# NOTE: behind "basic" and "bearer" stands prose, unless it is long and has a digit.
_BEARER: Final = re.compile(
    r"\b(Bearer\s{1,4})(?=[A-Za-z._~:+/=-]*+\d)(?!\w{1,16}://)[A-Za-z0-9][A-Za-z0-9._~:+/=-]{15,}", re.IGNORECASE
)
_BASIC: Final = re.compile(
    r"\b(Basic\s{1,4})(?=[A-Za-z+/]*+\d)[A-Za-z0-9][A-Za-z0-9+/]{15,}+={0,2}+(?![\w.-])", re.IGNORECASE
)
# A key of ceph begins with its type and time: ``key = AQ...==``; in a keyring's section any key is one.
_CEPH_KEY: Final = re.compile(r"(key\\*[\"']?(?:\s{0,4}[=:])?\s{0,4}[ub]?\\*[\"']?)AQ[A-Za-z0-9+/]{16,}={0,2}")
_KEYRING: Final = re.compile(
    r"(\[(?:client|mon|mds|osd|mgr)\.[\w.-]{0,64}\](?:\s|\\[nrt]){1,16}key\s{0,4}=\s{0,4})[^\s\\'\"]+"
)


def hide(text: str, lower: str) -> str:
    """The text with every secret's value replaced by ``***``.

    Args:
        text: a text.
        lower: the same in lower case.
    """
    if "://" in lower:
        text = _URL.sub(_mask_url, text)
    if "gaaaa" in lower:
        text = _FERNET.sub(MASK, text)
    if "eyj" in lower:
        text = _JWT.sub(rf"\g<1>{MASK}", text)
    if "bearer " in lower:
        text = _BEARER.sub(rf"\g<1>{MASK}", text)
    if "basic " in lower:
        text = _BASIC.sub(rf"\g<1>{MASK}", text)
    roots = [root for root in ROOTS if root in lower]
    if "key" in roots:
        text = _mask_keys(text)
    return _mask_named(text, roots) if roots else text


def _mask_keys(text: str) -> str:
    """The keys that have no secret's name: private ones in PEM, those of ceph."""
    if "PRIVATE KEY" in text:
        text = _PRIVATE_KEY.sub(lambda match: f"{match[1]}{MASK}{match[2] or ''}", text)
    if "AQ" in text:
        text = _CEPH_KEY.sub(rf"\g<1>{MASK}", text)
    return _KEYRING.sub(rf"\g<1>{MASK}", text) if "[" in text else text


def _mask_url(match: re.Match[str]) -> str:
    """The passwords of all hosts: a transport URL may name several, each with its own."""
    return match[1] + _USERINFO.sub(rf"\g<1>{MASK}", match[2])


def _names(text: str, roots: list[str]) -> list[tuple[int, str, re.Match[str]]]:
    """Start, ending and what stands before the value of every secret's name in the text, in order."""
    lower = text.lower()
    if len(lower) != len(text):  # NOTE: some letters grow when lowered, and positions would shift
        lower = text.translate(_ASCII_LOWER)
    found = []
    for ending in (ending for root in roots for ending in _BY_ROOT[root]):
        start = lower.find(ending)
        while start != -1:
            end = start + len(ending)
            if lower[end : end + 1] in _FOLLOWING:
                between = _BETWEEN.match(text, end)
                if between and between.end() < len(text) and is_name(lower, start, ending):
                    found.append((start, ending, between))
            start = lower.find(ending, end)
    return sorted(found, key=lambda name: name[0])


def _mask_named(text: str, roots: list[str]) -> str:
    """Every value that stands behind a secret's name."""
    pieces: list[str] = []
    done = 0
    for start, ending, between in _names(text, roots):
        span = _value_span(text, start, ending, between) if start >= done else None
        if span is not None:
            pieces += (text[done : span[0]], MASK)
            done = span[1]
    pieces.append(text[done:])
    return "".join(pieces)


def _value_span(text: str, name: int, ending: str, between: re.Match[str]) -> tuple[int, int] | None:
    """Where the secret's value stands in the text, or None if there is none to hide."""
    plural, sign, pair = between.groups()
    if sign:
        return _signed_span(text, between.end(), ending, sign, plural)
    if plural or ending in TENANT_ENDINGS:
        return None
    before = text[max(0, name - _BEFORE) : name]
    if pair:
        return _paired_span(text, between.end(), ending, before)
    if "<" in before and _OPENED_TAG.search(before):
        return _element_span(text, name + len(ending)) or _attribute_span(text, name + len(ending), ending)
    return _spaced_span(text, between.end(), ending, before)


def _signed_span(text: str, start: int, ending: str, sign: str, plural: str) -> tuple[int, int] | None:
    """The value behind ``:``, ``=`` or ``=>``: a container, tenant's data in quotes, or a scalar that is no prose."""
    said = sign[0] == ":"
    if ending == _SIGNATURE and sign != "=" and sign[0] not in "\"'\\%":
        return None
    if sign[0] == "%":
        return None if plural or ending in TENANT_ENDINGS else _bare_span(_ENCODED.match(text, start))
    if text[start] in _OPENING and not _HASHED.match(text, start):
        return None if said and (plural or text[start] == "(") else _container_span(text, start)
    if ending in TENANT_ENDINGS:
        quoted = _QUOTED.match(text, start)
        return _quoted_span(text, quoted) if quoted and text[quoted.end() : quoted.end() + 1] in _OPENING else None
    if plural or (said and ending in _MADE and _PROSE.match(text, start)):
        return None
    return _scalar_span(text, start, ending)


def _paired_span(text: str, start: int, ending: str, before: str) -> tuple[int, int] | None:
    """The second of a pair of quoted texts, or the one behind the option ``'-v'``."""
    option = _QUOTED_VALUE_OPTION.match(text, start)
    if option:
        return _scalar_span(text, option.end(), ending)
    return _scalar_span(text, start, ending) if _OPENED_PAIR.search(before) else None


def _spaced_span(text: str, start: int, ending: str, before: str) -> tuple[int, int] | None:
    """The value behind nothing but space: of a command's option, or said in quotes."""
    option = _VALUE_OPTION.match(text, start)
    if option:
        return _scalar_span(text, option.end(), ending)
    if "--" in before and _OPTION.search(before):
        return None if text.startswith("--", start) else _scalar_span(text, start, ending)
    # NOTE: "authorization 'compute:start'" names what is allowed; "token 'abc' is expired" says the token.
    quoted = _QUOTED.match(text, start) if ending != "authorization" else None
    return _quoted_span(text, quoted) if quoted else None


def _scalar_span(text: str, start: int, ending: str) -> tuple[int, int] | None:
    quoted = _QUOTED.match(text, start)
    if quoted:
        return _quoted_span(text, quoted)
    pattern = _HEADER if ending in _HEADERS else _BARE
    return _bare_span(pattern.match(text, start) or _HASHED.match(text, start))


def _bare_span(bare: re.Match[str] | None) -> tuple[int, int] | None:
    return bare.span() if bare and not _is_harmless(bare[0]) else None


def _quoted_span(text: str, opening: re.Match[str]) -> tuple[int, int] | None:
    start = opening.end()
    end = _closing_quote(text, start, len(opening[1]), opening[2])
    return (start, end) if end > start and not _is_harmless(text[start:end]) else None


def _element_span(text: str, name_end: int) -> tuple[int, int] | None:
    """The text of an XML element, up to the tag that closes it."""
    tag = _TAG_END.match(text, name_end)
    inside = _ELEMENT.match(text, tag.end()) if tag else None
    return inside.span() if inside else None


def _attribute_span(text: str, name_end: int, ending: str) -> tuple[int, int] | None:
    """The attribute ``value`` of an XML element."""
    attribute = _TAG_VALUE.match(text, name_end)
    return _scalar_span(text, attribute.end(), ending) if attribute else None


def _is_harmless(value: str) -> bool:
    return value.lower() in _HARMLESS or _PLACEHOLDER.fullmatch(value) is not None


def _closes(slashes: int, opening: int) -> bool:
    """Whether a quote behind so many backslashes ends a text that a quote behind ``opening`` of them began.

    Each level of escaping turns n backslashes before a quote into 2n + 1, and a backslash of the value into two.
    """
    return slashes < opening or slashes % (2 * opening + 2) == opening


def _closing_quote(text: str, start: int, slashes: int, sign: str) -> int:
    """Where the value of a quoted text ends; an unclosed one ends with the text."""
    position = start
    while (found := text.find(sign, position)) != -1:
        run = found
        while run > start and text[run - 1] == "\\":
            run -= 1
        if _closes(found - run, slashes):
            return found - min(slashes, found - run)
        position = found + 1
    return len(text)


def _container_span(text: str, start: int) -> tuple[int, int] | None:
    """The inside of a JSON or Python container, up to its matching bracket; everything if it does not close."""
    end = _matching(text, start, min(len(text), start + _MAX_CONTAINER))
    inside = text[start + 1 : end].strip()
    return (start + 1, end) if inside and inside != MASK else None


def _matching(text: str, start: int, limit: int) -> int:
    closers: list[str] = []
    quote = ("", 0)
    for mark in _MARKS.finditer(text, start, limit):
        sign, slashes = mark[2] or mark[0], len(mark[1] or "")
        if quote[0]:
            if sign == quote[0] and _closes(slashes, quote[1]):
                quote = ("", 0)
        elif mark[2]:
            quote = (sign, slashes)
        elif sign in _OPENING:
            closers.append(_OPENING[sign])
        elif sign == closers[-1]:
            closers.pop()
            if not closers:
                return mark.start()
    return len(text)
