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

// After a refusal the reader starts at what was wrong.
document.getElementById("refusal")?.focus();
