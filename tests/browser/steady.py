"""Waits that a page which is still moving cannot overtake: until it rests, and until a list shows what was chosen.

A page asks the server for a run, and until the answer is drawn it is still the old one: a list that is opened closes
again, a choice is made in a box that is about to go. So `WATCH` notes when the page asked and when a run began. A page
shows that a run is under way, but not one that begins and ends between two frames: of that the server's messages tell.
What a page asks by itself each second, a clock say, is not waited for. Drivers of pages wait by `settled` and choose by
`pick` alone.
"""

from __future__ import annotations

import time
from typing import Any

from playwright.sync_api import Error

#: For every page of a context before it is opened: notes when it last asked for something, and when a run last began.
WATCH = """(() => {
  const send = WebSocket.prototype.send;
  const number = (bytes, at) => {
    let value = 0, times = 1, byte;
    do { byte = bytes[at++]; value += (byte & 127) * times; times *= 128; } while (byte > 127);
    return [value, at];
  };
  // A field of a Protocol Buffers message: a number, or where its bytes begin and end.
  const field = (bytes, at, end, wanted) => {
    while (at < end) {
      let key, value;
      [key, at] = number(bytes, at);
      const kind = key & 7;
      if (kind === 0) [value, at] = number(bytes, at);
      else if (kind === 2) { [value, at] = number(bytes, at); value = [at, at += value]; }
      else at += kind === 1 ? 8 : 4;
      if (key >> 3 === wanted) return value;
    }
  };
  // `BackMsg.rerun_script.is_auto_rerun`
  const byItself = (data) => {
    if (!(data instanceof Uint8Array)) return false;
    const asks = field(data, 0, data.length, 11);
    return Boolean(asks && field(data, asks[0], asks[1], 6));
  };
  window.qcAsked = window.qcRan = 0;
  let asks = 0, asksByItself = false, run;
  // A run is taken for the answer where one thing alone was asked for, and after its end no other begins while it is
  // drawn. `ForwardMsg.new_session` begins a run; `script_finished` is 0 after the page's, 3 after a fragment's, which
  // may have been asked for by the page itself.
  const heard = ({ data }) => {
    if (!(data instanceof ArrayBuffer)) return;
    const bytes = new Uint8Array(data);
    if (field(bytes, 0, bytes.length, 4)) {
      run = { at: performance.now(), alone: asks === 1 };
      asks = 0;
    }
    const end = field(bytes, 0, bytes.length, 6), ended = run;
    if (ended?.alone && (end === 0 || (end === 3 && !asksByItself)))
      setTimeout(() => { if (run === ended) window.qcRan = Math.max(window.qcRan, ended.at); }, 150);
  };
  const known = new WeakSet();
  WebSocket.prototype.send = function (data) {
    if (!known.has(this)) known.add(this), this.addEventListener("message", heard);
    if (byItself(data)) asksByItself = true;
    else asks++, window.qcAsked = performance.now();
    return send.call(this, data);
  };
  const look = (changes) => {
    for (const { target } of changes)
      if (target.dataset.testScriptState === "running") window.qcRan = performance.now();
  };
  new MutationObserver(look).observe(document, { subtree: true, attributeFilter: ["data-test-script-state"] });
})()"""
# At rest is a page of which no run is under way, and that waits for none. Two runs asked for at once may be one, and
# not everything that is asked for is a run: after two seconds none will come.
RESTS = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  const waits = window.qcAsked > window.qcRan && performance.now() < window.qcAsked + 2000;
  return app?.dataset.testScriptState === "notRunning" && !waits;
}"""
# What a closed box holds: the words in its input, or the tags beside it where many may be chosen. While a list is
# open, its input holds what was typed to find an option.
TAKEN = """(box, [words, exact]) => {
  const input = box.querySelector('input[role="combobox"]');
  const tags = [...box.querySelectorAll("[data-tag]")].map(tag => tag.textContent);
  const held = input?.getAttribute("aria-expanded") === "false" ? [...tags, input.value] : tags;
  return held.some(one => exact ? one.trim() === words : one.includes(words));
}"""
#: Milliseconds that one try to choose waits for its option, and seconds until no other is begun.
PATIENCE, LAST_TRY = 4_000, 24


def settled(page: Any) -> None:
    """Wait until Streamlit has drawn what it was asked for."""
    # What a click sets off in the page itself: its question to the server is then under way.
    page.wait_for_timeout(40)
    page.wait_for_function(RESTS)


def pick(box: Any, words: str, *, exact: bool = False, typed: str | None = None) -> None:
    """Choose the first option that holds some words, or is them, in a box; nothing is done where it is chosen already.

    `typed` goes into the box first, to find the option: a long list draws no more of itself than is seen. A list that
    was shut is opened again, and nothing is taken as chosen but what the closed box shows.
    """
    page = box.page
    option = page.get_by_role("option", name=words, exact=exact).first
    offered: list[str] = []
    shut = box.locator('input[role="combobox"][aria-expanded="false"]').first
    until = time.monotonic() + LAST_TRY
    while time.monotonic() < until:
        settled(page)
        if _taken(box, words, exact):
            return
        try:
            _open(box, typed)
            option.or_(shut).first.wait_for(timeout=PATIENCE)
            if option.is_visible():
                option.click(timeout=PATIENCE)
        except Error:
            offered = page.get_by_role("option").all_inner_texts()
        # The list stays open where many may be chosen; what was typed goes with it. One that is closing is let close:
        # Escape takes the choice back in a box whose list is shut.
        settled(page)
        if box.locator('input[role="combobox"][aria-expanded="true"]').count():
            page.keyboard.press("Escape")
    settled(page)
    assert _taken(box, words, exact), f"{words!r} is not chosen: {offered} are offered in {box.inner_text()!r}"


def _taken(box: Any, words: str, exact: bool) -> bool:
    box.wait_for()
    return bool(box.evaluate(TAKEN, [words, exact]))


def _open(box: Any, typed: str | None) -> None:
    field = box.get_by_role("combobox").first
    if field.get_attribute("aria-expanded") != "true":
        field.click(timeout=PATIENCE)
    if typed is not None:
        field.fill(typed, timeout=PATIENCE)
