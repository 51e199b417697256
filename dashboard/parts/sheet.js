// Keys and honesty of the score sheet; without this script it still works, by Tab and by the server's own words.
(() => {
  const rows = () => document.querySelectorAll('[class*="st-key-sheet-row-"]');
  const boxes = () => [...document.querySelectorAll('[class*="st-key-typed-"] input')];

  // A new page of the sheet begins at its top.
  const page = document.currentScript?.dataset.class ?? new URLSearchParams(location.search).get("class") ?? "";
  if (window.qcSheetPage !== undefined && window.qcSheetPage !== page) {
    document.querySelector('[data-testid="stMain"]')?.scrollTo({ top: 0 });
  }
  window.qcSheetPage = page;

  // What stands in the inputs of a row but not in the record, as last acknowledged, is shown as unsaved.
  const compare = () => {
    for (const row of rows()) {
      const held = row.querySelector(".qc-standing");
      if (!held) continue;
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
  // Behind Streamlit's own listener, which has taken the mark by then.
  document.addEventListener("keydown", (event) => {
    if (isBox(event.target) && event.key === "Enter") go(event.target, 1);
  });
})();
