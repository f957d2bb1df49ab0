"use strict";
(() => {
  const { root, choices, current, show, plain } = page;

  function target() {
    const id = decodeURIComponent(location.hash.slice(1));
    return id ? document.getElementById(id) : null;
  }

  function arrive() {
    const place = target();
    if (!place) return;
    const home = place.closest(".document");
    if (home && home.hidden) show(home.lang);
    const row = place.closest("tr.criterion");
    if (row) {
      if (row.hidden) home.querySelector(".filter").reset();
      row.querySelector("details").open = true;
    }
    place.scrollIntoView({ block: "start" });
    if (place.tabIndex === -1) place.focus({ preventScroll: true });
  }

  for (const choice of choices) {
    choice.addEventListener("change", () => {
      show(choice.value);
      const place = target();
      const twin = place && document.getElementById(place.id.replace(/-(vi|en)$/, "-" + choice.value));
      if (twin) history.replaceState(null, "", "#" + twin.id);
    });
  }
  show(root.dataset.language);
  addEventListener("hashchange", arrive);

  const failures = () => [...current().querySelectorAll(".failure")];
  let last = -1;

  function jump(step) {
    const all = failures();
    if (!all.length) return;
    const inside = document.activeElement && document.activeElement.closest(".failure");
    const from = inside ? all.indexOf(inside) : last;
    last = Math.min(Math.max(from + step, 0), all.length - 1);
    history.replaceState(null, "", "#" + all[last].id);
    all[last].scrollIntoView({ block: "start" });
    all[last].focus({ preventScroll: true });
  }

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.target.closest('input:not([type="radio"], [type="checkbox"]), select, textarea')) return;
    const allowed = current().querySelector(".keys-choice");
    if (!allowed || !allowed.checked) return;
    if (event.key === "n") jump(1);
    else if (event.key === "p") jump(-1);
    else return;
    event.preventDefault();
  });

  for (const form of document.querySelectorAll(".filter")) {
    const section = form.closest("section");
    const rows = [...section.querySelectorAll("tr.criterion")];
    const words = rows.map((row) => plain(row.textContent.replace(/\s+/g, " ")));
    const status = form.querySelector(".shown");
    const fits = (row, field) =>
      !field.value || (row.dataset[field.name] || "").split(" ").includes(field.value);

    function search(query) {
      const phrase = plain(query).trim().replace(/\s+/g, " ");
      const whole = words.map((text) => text.includes(phrase));
      if (whole.includes(true)) return whole;
      return words.map((text) => phrase.split(" ").every((word) => text.includes(word)));
    }

    function sift() {
      const found = search(form.elements.text.value);
      const fields = [...form.querySelectorAll("select")];
      rows.forEach((row, place) => {
        row.hidden = !(found[place] && fields.every((field) => fits(row, field)));
      });
      for (const group of section.querySelectorAll("tbody.group")) {
        group.hidden = !group.querySelector("tr.criterion:not([hidden])");
      }
      const shown = rows.filter((row) => !row.hidden).length;
      status.textContent = status.dataset.pattern
        .replace("%shown%", shown).replace("%total%", rows.length);
    }

    form.addEventListener("input", sift);
    form.addEventListener("reset", () => { setTimeout(sift); for (const row of rows) row.hidden = false; });
    form.addEventListener("submit", (event) => event.preventDefault());
    for (const button of form.querySelectorAll("[data-rows]")) {
      button.addEventListener("click", () => {
        const open = button.dataset.rows === "open";
        for (const row of rows) if (!open || !row.hidden) row.querySelector("details").open = open;
      });
    }
    sift();
  }

  for (const button of document.querySelectorAll("button.copy")) {
    button.addEventListener("click", async () => {
      const text = button.parentElement.querySelector("pre bdi");
      const status = button.nextElementSibling;
      try {
        await navigator.clipboard.writeText(text.textContent);
        status.textContent = button.dataset.done;
      } catch {
        getSelection().selectAllChildren(text);
        status.textContent = document.execCommand("copy") ? button.dataset.done : button.dataset.failed;
      }
    });
  }
  arrive();
})();
