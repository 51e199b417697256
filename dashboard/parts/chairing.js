// Keys of the chair's desk; without this script it still works, by mouse and Tab.
(() => {
  // The list of keys stays open when the page is drawn anew.
  const shown = document.querySelector("details.ch-keys");
  if (shown && window.qcChairHelp) shown.open = true;
  if (window.qcChairKeys) return;
  window.qcChairKeys = true;
  const desk = () => document.querySelector(".st-key-chairing-next") !== null;
  const find = (key) => document.querySelector(`.st-key-chairing-${key} button`);
  const BUTTON = { p: "pause", u: "undo" };
  const FORM = { t: "take", d: "off", r: "reopen" };

  // Whoever writes or chooses in a field writes: no key does anything then.
  const writes = (target) =>
    target instanceof Element &&
    (target.closest('input, textarea, select, [contenteditable="true"], [role="combobox"], [role="listbox"], [data-testid="stPopoverBody"]') !== null);
  // A button that was reached by Tab is pressed by Space as everywhere; one that was clicked before is not meant. (The
  // browser takes any key for a sign that focus is to be seen, so `:focus-visible` does not tell the two apart.)
  let tabbed = false;
  document.addEventListener("keydown", (event) => { if (event.key === "Tab") tabbed = true; }, true);
  document.addEventListener("pointerdown", () => { tabbed = false; }, true);
  const reached = (target) =>
    tabbed && target instanceof Element && target.closest("button, a, summary, [role=button], [role=radio]") !== null;
  const letter = (event) =>
    (/^[a-z]$/i.test(event.key) ? event.key : event.code.startsWith("Key") ? event.code.slice(3) : "").toLowerCase();

  // One press, one step: until the page was drawn anew, or for three seconds, Space presses nothing more.
  let pressed = { revision: null, at: 0 };
  const drawn = () => document.querySelector(".ch-drawn")?.dataset.revision ?? "";
  const free = () => pressed.revision !== drawn() || performance.now() - pressed.at > 3000;
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (event.target instanceof Element && event.target.closest(".ch-keys > summary")) window.qcChairHelp = !event.target.closest("details").open;
    if (!button || !desk()) return;
    if (button.closest(".st-key-chairing-next")) pressed = { revision: drawn(), at: performance.now() };
    // Clicked by a pointer: the focus goes back to the page, so that Space is the next step again.
    if (event.detail > 0 && button.closest(".st-key-chairing-step, .st-key-chairing-tools") && !button.closest('[data-testid="stPopoverBody"]')) setTimeout(() => button.blur(), 0);
  }, true);

  const open = (name) => {
    find(name)?.click();
    // The first field of the form that opens is where one goes on.
    let tries = 0;
    const focus = () => {
      const field = document.querySelector('[data-testid="stPopoverBody"] input, [data-testid="stPopoverBody"] textarea');
      if (field) field.focus();
      else if (tries++ < 20) setTimeout(focus, 50);
    };
    setTimeout(focus, 50);
  };

  document.addEventListener("keydown", (event) => {
    if (!desk() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || writes(event.target)) return;
    if (event.key === " " || event.code === "Space") {
      if (reached(event.target)) return;
      event.preventDefault();
      event.stopPropagation();
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      const next = find("next");
      if (!event.repeat && next && !next.disabled && free()) next.click();
      return;
    }
    const help = document.querySelector("details.ch-keys");
    if (event.key === "?" || event.key === "\uff1f" || (event.code === "Slash" && event.shiftKey)) {
      event.preventDefault();
      if (help) {
        help.open = window.qcChairHelp = !help.open;
        if (help.open) help.scrollIntoView({ block: "nearest" });
      }
      return;
    }
    const name = letter(event);
    if (!(name in BUTTON) && !(name in FORM)) return;
    event.preventDefault();
    // Streamlit takes R for itself.
    event.stopPropagation();
    if (event.repeat) return;
    const target = find(BUTTON[name] ?? FORM[name]);
    if (!target || target.disabled) return;
    if (name in BUTTON) target.click();
    else open(FORM[name]);
  }, true);
})();
