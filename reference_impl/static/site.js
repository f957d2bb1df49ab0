// Comfort only: everything works without it.
"use strict";

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Tell of a file that is too large before it is sent; the server checks again.
document.addEventListener("change", (event) => {
  const input = event.target;
  if (!(input instanceof HTMLInputElement) || !input.dataset.maxBytes) return;
  const file = input.files && input.files[0];
  const tooLarge = Boolean(file) && file.size > Number(input.dataset.maxBytes);
  const id = `${input.id}-size`;
  document.getElementById(id)?.remove();
  input.toggleAttribute("aria-invalid", false);
  if (!tooLarge) return;
  const message = document.createElement("p");
  message.id = id;
  message.className = "error";
  message.setAttribute("role", "alert");
  message.textContent = input.dataset.tooLarge;
  input.before(message);
  input.setAttribute("aria-invalid", "true");
  input.value = "";
});

// A part of a page that is fetched alone must never leave an old answer standing: a refusal is shown
// in its place, and what has no such place is opened as a page.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, target, pathInfo } = event.detail;
  if (xhr.status < 400) return;
  if (xhr.responseText.includes(`id="${target.id}"`)) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  } else location.assign(pathInfo.finalRequestPath);
});
document.addEventListener("htmx:sendError", (event) => location.assign(event.detail.pathInfo.finalRequestPath));

// A form is sent once, however often its button is pressed; coming back to the page frees it again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  for (const button of form.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("button")) button.removeAttribute("aria-disabled");
  }
});

// After a refusal the reader starts at what was wrong.
document.getElementById("refusal")?.focus();
