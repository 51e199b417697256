(() => {
  // Streamlit says in English, whatever the page's language, that its server is away: here in the page's own words.
  // They are taken at that moment, for the language may have been changed since the page was opened.
  if (window.qcAwayKnown) return;
  window.qcAwayKnown = true;
  const known = [["Connection error", "title"], ["Streamlit server is not responding", "body"]];
  const tell = (dialog) => {
    const texts = document.createTreeWalker(dialog, NodeFilter.SHOW_TEXT);
    for (let at = texts.nextNode(); at; at = texts.nextNode())
      for (const [begins, name] of known)
        if (window.qcAway && at.nodeValue.trim().startsWith(begins)) {
          at.nodeValue = window.qcAway[name];
          dialog.querySelector('button[aria-label="Close"]')?.setAttribute("aria-label", window.qcAway.close);
        }
  };
  // Dialogs are put beside the page, straight into the body.
  new MutationObserver(() => requestAnimationFrame(() =>
    document.querySelectorAll('[data-testid="stDialog"]').forEach(tell))).observe(document.body, { childList: true });
})();
