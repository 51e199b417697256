(() => {
  // Once a page, however often it is drawn: leaves it when the session is locked or over, and says that its person is
  // there. The server decides; a page without this script is locked all the same, only later seen.
  if (window.qcWatch) return;
  window.qcWatch = true;
  let said = 0, busy = false;
  const ask = async (path, options) => {
    if (busy) return;
    busy = true;
    try {
      const answer = await fetch(path, { credentials: "same-origin", cache: "no-store", ...options });
      if (!answer.ok) return;
      const found = await answer.json();
      if (!found.stay) location.assign(found.go + (found.go.includes("?") || found.go === "/account/screen" ? ""
        : "?next=" + encodeURIComponent(location.pathname + location.search)));
    } catch { /* no network: the page says so itself */ } finally { busy = false; }
  };
  const here = () => {
    if (Date.now() - said < 60000) return;
    said = Date.now();
    ask("/account/alive", { method: "POST" });
  };
  for (const kind of ["keydown", "pointerdown", "wheel", "touchstart"])
    addEventListener(kind, here, { passive: true, capture: true });
  const look = () => ask("/account/state");
  setInterval(look, 15000);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
  // The server has closed the page's connection: the reason is asked at once.
  new MutationObserver((changes) => {
    for (const { target } of changes)
      if (!["CONNECTED", "INITIAL"].includes(target.dataset.testConnectionState)) setTimeout(look, 200);
  }).observe(document, { subtree: true, attributeFilter: ["data-test-connection-state"] });
})();
