() => {
  const DRAWN_BY_STREAMLIT = '[data-testid="stToolbar"], [data-testid="stStatusWidget"], [data-testid="stDecoration"]';
  const SAID_ASIDE = ".qc-mark, script, style, noscript, template, [data-testid='stIconMaterial'], [data-testid='stExpanderIcon'], [data-testid='stHeaderActionElements']";
  const at = (one) => {
    const key = one.closest("[class*='st-key-']")?.className.match(/st-key-([\w-]+)/)?.[1];
    const name = one.classList?.length ? "." + [...one.classList].filter((c) => !/^(st-)?emotion|^e[0-9a-z]{6,}/.test(c)).join(".") : "";
    const own = one.dataset?.testid ? `[${one.dataset.testid}]` : name === "." ? "" : name;
    return `${key ? `#${key} ` : ""}${one.tagName.toLowerCase()}${own}`;
  };
  const aside = (one) => one.closest(`${SAID_ASIDE}, ${DRAWN_BY_STREAMLIT}`);
  // A part that names another language than the page's is meant to be in it.
  const foreign = (one) => {
    const named = one.closest("[lang]");
    return named && named !== document.documentElement && named.lang !== document.documentElement.lang;
  };
  const texts = new Map();
  const keep = (one, text) => {
    const words = text.replace(/\s+/g, " ").trim();
    // Words of Streamlit's that a style sheet puts out are written at no size.
    const seen = parseFloat(getComputedStyle(one).fontSize) > 0;
    if (words && seen && !aside(one) && !foreign(one)) texts.set(`${at(one)}|${words}`, [at(one), words]);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) if (node.parentElement) keep(node.parentElement, node.data);
  for (const name of ["aria-label", "placeholder", "title", "alt"])
    for (const one of document.querySelectorAll(`[${name}]`)) keep(one, one.getAttribute(name));
  for (const box of document.querySelectorAll("input, textarea")) if (box.type !== "file") keep(box, box.value || "");

  const misfits = new Map();
  const say = (kind, one, text) => {
    const words = text.replace(/\s+/g, " ").trim().slice(0, 120);
    misfits.set(`${kind}|${at(one)}|${words}`, [kind, at(one), words]);
  };
  const width = window.innerWidth;
  const main = document.querySelector('[data-testid="stMain"]');
  if (document.documentElement.scrollWidth > width + 1) say("wide", document.documentElement, `${document.documentElement.scrollWidth} > ${width}`);
  if (main && main.scrollWidth > main.clientWidth + 1) say("wide", main, `${main.scrollWidth} > ${main.clientWidth}`);
  const visible = (one) => one.checkVisibility?.({ checkOpacity: true, checkVisibilityCSS: true }) ?? true;
  const scrolls = (one) => {
    for (let up = one.parentElement; up && up !== main; up = up.parentElement)
      if (/auto|scroll/.test(getComputedStyle(up).overflowX) && up.scrollWidth > up.clientWidth) return true;
    return false;
  };
  const kept = (one) => {
    const style = getComputedStyle(one);
    return style.clip !== "auto" || style.clipPath !== "none" || one.offsetWidth <= 2 || one.offsetHeight <= 2;
  };
  for (const one of document.querySelectorAll('[data-testid="stMain"] *')) {
    if (one.closest("svg") || aside(one) || !one.textContent.trim() || !visible(one)) continue;
    if (one.closest(".katex-mathml") || kept(one) || (one.parentElement && kept(one.parentElement))) continue;
    const style = getComputedStyle(one);
    const holds = [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    // Text that leaves the box which hides what leaves it.
    if (holds && /hidden|clip/.test(style.overflowX) && one.clientWidth && one.scrollWidth > one.clientWidth + 1)
      say("cut", one, one.textContent);
    if (holds && /hidden|clip/.test(style.overflowY) && one.clientHeight && one.scrollHeight > one.clientHeight + 4 && style.webkitLineClamp === "none")
      say("cut", one, one.textContent);
    if (!holds) continue;
    // Text that leaves the window where nothing can be scrolled to it, or the frame of its button.
    const range = document.createRange();
    for (const node of one.childNodes) {
      if (node.nodeType !== 3 || !node.data.trim()) continue;
      range.selectNodeContents(node);
      const box = range.getBoundingClientRect();
      if (!box.width) continue;
      if ((box.right > width + 1 || box.left < -1) && !scrolls(one)) say("cut", one, one.textContent);
      const frame = one.closest("button, td, th, .stAlert, [role='tab']");
      const edge = frame?.getBoundingClientRect();
      if (edge && edge.width && !scrolls(one) && (box.right > edge.right + 2 || box.left < edge.left - 2)) say("cut", one, one.textContent);
    }
  }
  for (const text of document.querySelectorAll('[data-testid="stMain"] svg text')) {
    if (!visible(text) || !text.textContent.trim()) continue;
    const svg = text.ownerSVGElement;
    const box = text.getBoundingClientRect();
    let frame = svg.getBoundingClientRect();
    const plot = svg.closest(".js-plotly-plot")?.getBoundingClientRect();
    if (plot) frame = plot;
    if (!box.width || !frame.width || getComputedStyle(svg).overflow === "visible" && !plot) continue;
    if (box.right > frame.right + 2 || box.left < frame.left - 2 || box.bottom > frame.bottom + 3 || box.top < frame.top - 3) say("cut", text, text.textContent);
  }
  return { texts: [...texts.values()], misfits: [...misfits.values()] };
}
