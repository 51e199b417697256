"""What people see during a fault, in Chromium: a sheet that was open before it, and a page that is opened during it."""

from __future__ import annotations

import contextlib
import os
from contextlib import AsyncExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from playwright.async_api import BrowserContext, Error, Page, async_playwright

CHROMIUM: Final = "/usr/bin/chromium"
FLAGS: Final = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking")
SIZES: Final = {"wide": (1440, 900), "phone": (390, 844)}
BOX: Final = '[class*="st-key-typed-"] input'
_PATIENCE: Final = 240_000
#: Milliseconds that a picture is waited for: what comes later did not help whoever looked.
_SETTLED: Final = 6_000


def _row(code: str) -> str:
    return f".st-key-sheet-row-{code.replace('.', '-')}"


class Eye:
    """An expert at a wide screen and at a phone: a sheet open on each. `codes`: which indicator each marks."""

    def __init__(self, url: str, cookies: str, sheet: str, codes: tuple[str, ...], to: Path) -> None:
        self._url, self._cookies, self._sheet, self._to = url, cookies, sheet, to
        self._codes = dict(zip(SIZES, codes, strict=True))
        self._stack = AsyncExitStack()
        self._open: dict[str, tuple[BrowserContext, Page]] = {}

    async def __aenter__(self) -> Self:
        # A picture is taken of what is there: fonts that a server does not give while it hangs are not waited for.
        os.environ.setdefault("PW_TEST_SCREENSHOT_NO_FONTS_READY", "1")
        started = await self._stack.enter_async_context(async_playwright())
        browser = await started.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        self._stack.push_async_callback(browser.close)
        pairs: Any = [one.partition("=") for one in self._cookies.split("; ")]
        for size, (width, height) in SIZES.items():
            context = await browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
            context.set_default_timeout(_PATIENCE)
            await context.add_cookies([{"name": name, "value": value, "url": self._url} for name, _, value in pairs])
            page = await context.new_page()
            await page.goto(self._url + self._sheet)
            try:
                await page.locator(f"{_row(self._codes[size])} {BOX}").wait_for()
            except Error:
                await page.screenshot(path=self._to / f"failed-{size}.png")
                raise
            await page.wait_for_timeout(1_000)
            self._open[size] = (context, page)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    async def look(self, name: str) -> list[str]:
        """Type a mark at each sheet, open a page beside it, and take pictures; returns what rows and pages say."""
        said = []
        for size, (context, page) in self._open.items():
            row = page.locator(_row(self._codes[size]))
            with contextlib.suppress(Error):
                box = row.locator(BOX)
                await box.fill("3", timeout=3_000)
                await box.press("Enter", timeout=3_000)
            await page.wait_for_timeout(_SETTLED)
            await row.scroll_into_view_if_needed()
            await page.screenshot(path=self._to / f"zh-{size}-{name}-sheet.png")
            said.append(f"{size}, the row: {await self._of(row.locator('.qc-standing'))}")
            fresh = await context.new_page()
            with contextlib.suppress(Error):
                await fresh.goto(f"{self._url}/expert_tasks", timeout=40_000)
            await fresh.wait_for_timeout(_SETTLED)
            await fresh.screenshot(path=self._to / f"zh-{size}-{name}-page.png")
            said.append(f"{size}, the page: {await self._of(fresh.locator('body'))}")
            await fresh.close()
        return said

    async def after(self, name: str) -> list[str]:
        """Return what the rows say that were open all the time."""
        said = []
        for size, (_, page) in self._open.items():
            await page.wait_for_timeout(_SETTLED)
            await page.screenshot(path=self._to / f"zh-{size}-{name}-after.png")
            said.append(f"{size}, the row after it: {await self._of(page.locator(_row(self._codes[size])))}")
        return said

    async def _of(self, place: Any) -> str:
        with contextlib.suppress(Error):
            return " / ".join((await place.first.inner_text(timeout=2_000)).split("\n"))[:600]
        return "?"
