// Comfort only; every page of the gate works without it.
const show = [document.body.dataset.show, document.body.dataset.hide];
for (const field of document.querySelectorAll('input[type="password"]')) {
  const box = document.createElement("div"), button = document.createElement("button");
  box.className = "beside";
  field.replaceWith(box);
  button.type = "button";
  button.textContent = show[0];
  button.setAttribute("aria-pressed", "false");
  button.setAttribute("aria-controls", field.id);
  button.addEventListener("click", () => {
    const hidden = field.type === "password";
    field.type = hidden ? "text" : "password";
    button.textContent = show[hidden ? 1 : 0];
    button.setAttribute("aria-pressed", String(hidden));
    field.focus();
  });
  box.append(field, button);
  if (field.autofocus) field.focus();
}
// Pressed twice, a form is sent once.
for (const form of document.forms)
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    for (const field of form.querySelectorAll(".beside input")) field.type = "password";
  });
// A page that comes back out of the browser's memory may be sent again.
addEventListener("pageshow", () => { for (const form of document.forms) delete form.dataset.sent; });
