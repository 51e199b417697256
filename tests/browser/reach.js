// Controls of a page that Tab should reach, each with its look while nothing has the focus.
asWell => {
  // No transitions: a look is compared at once.
  const style = document.createElement("style");
  style.textContent = "*, *::before, *::after { transition: none !important; animation: none !important; }";
  document.head.append(style);
  const LOOK = ["outlineStyle", "outlineWidth", "outlineColor", "boxShadow", "borderColor", "borderWidth",
    "backgroundColor", "color", "textDecorationLine"];
  const ASKED = 'a[href], button, input, select, textarea, summary, [tabindex], [contenteditable="true"], '
    + '[role="button"], [onclick]';
  const ALWAYS = "a[href], button, select, textarea, summary, [role='button']";
  const words = one => (one.getAttribute("aria-label") || one.innerText || one.placeholder || one.value || one.tagName)
    .trim().replace(/\s+/g, " ").slice(0, 60);
  const said = (one, part) => {
    const style = getComputedStyle(one, part);
    return LOOK.map(name => style[name]).join("|");
  };
  // What is drawn for a control may be about it or beside it: a box is drawn for a radio button that is not seen.
  const looks = one => {
    const above = [];
    for (let up = one.parentElement; up && above.length < 3; up = up.parentElement) above.push(up);
    const around = [one, ...above, ...one.children, ...(one.parentElement?.children ?? [])];
    return around.flatMap(each => [null, "::before", "::after"].map(part => said(each, part))).join();
  };
  const group = one => {
    if (one.type === "radio" && one.name) return `radio ${one.name}`;
    const within = one.closest('[role="radiogroup"], [role="tablist"], [role="toolbar"], [role="grid"]');
    return within && (one.tabIndex < 0 || one.getAttribute("role") === "radio") ? within : null;
  };
  const seen = one => one.checkVisibility({ visibilityProperty: true }) && one.getClientRects().length > 0
    && !one.closest("[inert], [aria-hidden='true']")
    && !one.disabled && !["hidden", "file"].includes(one.type) && !one.matches(asWell);
  const every = [...document.querySelectorAll(ASKED)].filter(seen)
    .filter(one => one.tabIndex >= 0 || (one.matches(ALWAYS) && !group(one)));
  window.qcReach = { of: new Map(every.map((one, place) => [one, place])), before: every.map(looks), looks };
  const groups = new Map();
  return every.map((one, place) => {
    const own = group(one);
    if (own && !groups.has(own)) groups.set(own, groups.size);
    const near = one.closest("[class*='st-key-']")?.className.match(/st-key-\S+/)?.[0] ?? "";
    return { place, words: words(one), group: own ? groups.get(own) : null, near, html: one.outerHTML.slice(0, 200) };
  });
}
