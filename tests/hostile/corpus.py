"""Texts that were made to do harm somewhere: patterns, each in several places of a name, none like another.

Loaded by path from the tests; tests are no package. The same number gives the same texts.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product
from typing import Final

FORMULAS: Final = (
    '=HYPERLINK("http://example.org","看")', "=1+1", "=cmd|' /C calc'!A0", "+1+cmd|'!A1", "+1", "-2+3", "-1", "@SUM(1)",
    "＝1+1", "＋1", "－1", "＠SUM(1)", "\t=1", "\r=1", "'=1", "''=1", "=IMPORTXML(1)", "=WEBSERVICE(A1)", "=A1", "=",
)  # fmt: skip
MARKUP: Final = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><svg onload=alert(1)>', "' onmouseover='alert(1)",
    "<a href=javascript:alert(1)>x</a>", "</style><script>x</script>", "<iframe src=//example.org>", "&lt;b&gt;",
    "&#x3c;", "<!--", "]]>", "<w:p>&amp;</w:p>", "<![CDATA[x]]>", "{{7*7}}", "{name}", "${x}", "%(x)s", "{0.__class__}",
    "![x](http://example.org/x.png)", "[x](javascript:alert(1))", ":red[x]", "$x^2$", "`x`", "**x**", "# x", "| x |",
    "#text(red)[x]", '#read("/etc/passwd")', "\\input{x}", "$ sum $",
)  # fmt: skip
STATEMENTS: Final = (
    "'; DROP TABLE mark; --", '" OR 1=1 --', "1); DELETE FROM chain_entry; --", "%' UNION SELECT 1 --", "\\'; x",
    "NULL", "None", "true", "nan", "1e309", "0x10", "１２", "2026-13-45", "$(reboot)", "`reboot`", "; rm -rf /",
    "| cat", "--help", "-x", "../../etc/passwd", "..\\..\\x", "/etc/passwd", "C:\\x", "CON",
    "file:///etc/passwd", "http://169.254.169.254/", "%00", "%2e%2e/", "a,b", 'a"b', "a;b", "a'b",
)  # fmt: skip
UNSEEN: Final = (
    "\u202e", "\u202d", "\u2066x\u2069", "\u200b", "\u200d", "\u200f", "\ufeff", "\u00ad", "\u2028", "\u2029", "\x00",
    "\x07", "\x1b[31m", "\x1b]0;x\x07", "\x7f", "\x85", "\x0b", "\ue000", "\U000e0041", "\r\nBcc: x@example.org",
)  # fmt: skip
STRANGE: Final = (
    "🙂", "👨‍👩‍👧", "é", "e\u0301", "ﷺ", "Ⅻ", "㍿", "𠮷", "ı", "ß", "ﬀ", "字" * 400, "w" * 480, "x" * 2_000, "\u3000",
    "\xa0", "‖", "・", "〇", "Ω" + "\u0338" * 30, "½", "²",
)  # fmt: skip
PATTERNS: Final = (*FORMULAS, *MARKUP, *STATEMENTS, *UNSEEN, *STRANGE)
_AROUND: Final = ("{}", "{}公司", "江苏{}", "江苏{}公司", " {}", "{} x", "'{}", "{}{}")


def texts(count: int) -> list[str]:
    """Return so many different texts: every pattern alone and in words, then every two of them beside each other."""
    found = list(dict.fromkeys(islice(_all(), 3 * count)))[:count]
    assert len(found) == count
    return found


def _all() -> Iterator[str]:
    for around, pattern in product(_AROUND, PATTERNS):
        yield around.replace("{}", pattern)
    short = [pattern for pattern in PATTERNS if len(pattern) < 100]
    for first, second in product(short, short):
        yield f"{first}甲{second}"
