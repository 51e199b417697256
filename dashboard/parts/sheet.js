// Keys and honesty of the score sheet; without this script it still works, by Tab and by the server's own words.
(() => {
  const rows = () => document.querySelectorAll('[class*="st-key-sheet-row-"]');
  const boxes = () => [...document.querySelectorAll('[class*="st-key-typed-"] input')];

  // A new page of the sheet begins at its top.
  const page = document.currentScript?.dataset.class ?? new URLSearchParams(location.search).get("class") ?? "";
  if (window.qcSheetPage !== undefined && window.qcSheetPage !== page) {
    document.querySelector('[data-testid="stMain"]')?.scrollTo({ top: 0 });
    // Whoever turned it by a key goes on with the first mark.
    window.qcToFirst = window.qcTurnedByKey;
    window.qcTurnedByKey = false;
  }
  window.qcSheetPage = page;

  // What stands in the inputs of a row but not in the record, as last acknowledged, is shown as unsaved.
  const compare = () => {
    for (const row of rows()) {
      const held = row.querySelector(".qc-standing");
      if (!held) continue;
      // A page that is turned comes row by row: under a new heading may stand, for a moment, what was saved of another
      // indicator, and its box. Neither is shown or can be reached then.
      const turning = held.dataset.code !== row.querySelector(".qc-code")?.textContent;
      if (row.inert !== turning) row.inert = turning;
      const box = row.querySelector('[class*="st-key-typed-"] input');
      const note = row.querySelector("textarea");
      const options = [...row.querySelectorAll('input[type="radio"]')];
      const chosen = options.findIndex((option) => option.checked);
      const same =
        held.dataset.unsaved === "0" &&
        (!box || box.value === held.dataset.typed) &&
        (!note || note.value.trim() === held.dataset.note.trim()) &&
        (chosen < 0 ? "" : String(chosen)) === held.dataset.chosen;
      if (row.dataset.unsaved !== String(!same)) row.dataset.unsaved = String(!same);
    }
    const first = boxes()[0];
    if (!window.qcToFirst || !first || first.disabled || first.closest("[inert]")) return;
    first.focus();
    first.select();
    window.qcToFirst = document.activeElement !== first;
  };
  let due = false;
  const soon = () => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => { due = false; compare(); });
  };
  soon();
  if (window.qcSheetKeys) return;
  window.qcSheetKeys = true;
  new MutationObserver(soon).observe(document.body, { childList: true, subtree: true, characterData: true });
  for (const event of ["input", "change"]) document.addEventListener(event, compare, true);

  // Enter and down: the next mark; up: the one before. The arrows never count a mark up or down by accident.
  const go = (from, step) => {
    const all = boxes();
    const next = all[all.indexOf(from) + step];
    if (!next) return;
    next.focus();
    next.select();
    next.closest('[class*="st-key-sheet-row-"]')?.scrollIntoView({ block: "nearest" });
  };
  const isBox = (target) => target instanceof HTMLInputElement && target.closest('[class*="st-key-typed-"]');
  // Escape would empty the box and so take the mark away: it does nothing here.
  document.addEventListener("keydown", (event) => {
    if (!isBox(event.target) || !["ArrowUp", "ArrowDown", "Escape"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key !== "Escape") go(event.target, event.key === "ArrowUp" ? -1 : 1);
  }, true);
  // What a box held when it was entered or last sent: by N and M half a mark is given up, never sent behind them.
  const sent = new WeakMap();
  document.addEventListener("focusin", (event) => {
    if (isBox(event.target)) sent.set(event.target, event.target.value);
  });
  const TURNS = ".st-key-sheet-turning button, .st-key-sheet-classes button";
  document.addEventListener("click", (event) => {
    // A click without a pointer is a key's.
    if (event.target instanceof Element && event.target.closest(TURNS)) window.qcTurnedByKey = event.detail === 0;
  }, true);
  // Whoever has gone elsewhere since is not called back.
  for (const event of ["keydown", "pointerdown"]) document.addEventListener(event, () => { window.qcToFirst = false; }, true);
  // Behind Streamlit's own listener, which has taken the mark by then.
  document.addEventListener("keydown", (event) => {
    if (!isBox(event.target) || event.key !== "Enter") return;
    sent.set(event.target, event.target.value);
    go(event.target, 1);
  });

  // N: not applicable, M: material insufficient, by the row's own options, as a mouse would choose them. Where an input
  // method holds the key back, the place of the key tells which it is.
  const write = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
  const letter = (event) =>
    (/^[a-z]$/i.test(event.key) ? event.key : event.code.startsWith("Key") ? event.code.slice(3) : "").toLowerCase();
  document.addEventListener("keydown", (event) => {
    if (!isBox(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    const name = letter(event);
    if (name !== "n" && name !== "m") return;
    event.preventDefault();
    event.stopPropagation();
    const box = event.target;
    const row = box.closest('[class*="st-key-sheet-row-"]');
    const place = row?.querySelector(".qc-standing")?.dataset[name];
    if (!place) return;
    if (box.value !== (sent.get(box) ?? "")) {
      write.call(box, sent.get(box) ?? "");
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
    row.querySelectorAll('input[type="radio"]')[Number(place)]?.click();
    go(box, 1);
  }, true);

  // ?: the keys, shown and put away; Escape puts them away too. In a note it is a question mark.
  document.addEventListener("keydown", (event) => {
    const keys = document.querySelector("details.qc-keys");
    const writes = event.target instanceof HTMLTextAreaElement || (event.target instanceof HTMLInputElement && !isBox(event.target) && event.target.type !== "radio");
    if (!keys || writes) return;
    const asked = event.key === "?" || event.key === "\uff1f" || (event.code === "Slash" && event.shiftKey);
    if (asked) event.preventDefault();
    if (asked) keys.open = !keys.open;
    else if (event.key === "Escape") keys.open = false;
  }, true);

  // A note that is typed and not left is committed when the typing rests, as Ctrl+Enter would: focus and caret stay.
  const REST = 1500;
  const waiting = new Map();
  let composing = null;
  const isNote = (target) =>
    target instanceof HTMLTextAreaElement && target.closest('[class*="st-key-sheet-row-"]') !== null;
  const forget = (note) => { clearTimeout(waiting.get(note)); waiting.delete(note); };
  const commit = (note) => {
    forget(note);
    if (!note.isConnected) return;
    const enter = { key: "Enter", code: "Enter", keyCode: 13, which: 13, ctrlKey: true };
    note.dispatchEvent(new KeyboardEvent("keydown", { ...enter, bubbles: true, cancelable: true }));
  };
  const later = (note) => {
    forget(note);
    // In the midst of a word of an input method it waits for the word.
    waiting.set(note, setTimeout(() => (composing === note ? later(note) : commit(note)), REST));
  };
  document.addEventListener("compositionstart", (event) => { composing = event.target; }, true);
  document.addEventListener("compositionend", () => { composing = null; }, true);
  document.addEventListener("input", (event) => { if (isNote(event.target)) later(event.target); }, true);
  // Whoever leaves the box has it committed by Streamlit; whoever leaves the page does not.
  document.addEventListener("focusout", (event) => { if (isNote(event.target)) forget(event.target); }, true);
  const all = () => { for (const note of [...waiting.keys()]) commit(note); };
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") all(); });
  window.addEventListener("pagehide", all);
})();
