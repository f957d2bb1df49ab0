"use strict";
(() => {
  const { root, choices, show, plain } = page;

  const buttonOf = (row) => row.querySelector("button.row");
  const detailOf = (row) => row.nextElementSibling;

  function set(row, open) {
    detailOf(row).classList.toggle("open", open);
    buttonOf(row).setAttribute("aria-expanded", String(open));
  }

  function arrive() {
    const id = decodeURIComponent(location.hash.slice(1));
    const place = id && document.getElementById(id);
    if (!place) return;
    const home = place.closest(".document");
    if (home && home.hidden) show(home.lang);
    if (place.matches("tr.portal")) {
      if (place.hidden) home.querySelector(".filter").reset();
      set(place, true);
      buttonOf(place).focus({ preventScroll: true });
    }
    place.scrollIntoView({ block: "center", inline: "nearest" });
  }

  for (const section of document.querySelectorAll("section.matrix")) {
    const form = section.querySelector(".filter");
    const status = form.querySelector(".shown");
    const rows = [...section.querySelectorAll("tr.portal")];
    const told = (row) => [row.querySelector("th"),
      ...detailOf(row).querySelectorAll(".rule dd, .check-title, code")].map((one) => one.textContent);
    const words = rows.map((row) => plain(told(row).join(" ").replace(/\s+/g, " ")));
    const cells = [...section.querySelectorAll(".kills [data-group]")];
    let group = "";

    for (const row of rows) {
      set(row, false);
      buttonOf(row).addEventListener("click", () => set(row, !detailOf(row).classList.contains("open")));
    }

    function sift() {
      const asked = form.elements;
      const parts = plain(asked.text.value).trim().split(/\s+/).filter(Boolean);
      rows.forEach((row, place) => {
        const criteria = row.dataset.criteria.split(" ");
        const fits = parts.every((part) => words[place].includes(part)) &&
          (!asked.fate.value || row.dataset.fate.split(" ").includes(asked.fate.value)) &&
          (!asked.criterion.value || criteria.includes(asked.criterion.value)) &&
          (!asked.group.value || criteria.some((id) => id.startsWith(asked.group.value + "-")));
        row.hidden = !fits;
        detailOf(row).hidden = !fits;
      });
      if (asked.group.value !== group) {
        group = asked.group.value;
        for (const cell of cells) cell.hidden = group !== "" && cell.dataset.group !== group;
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
        for (const row of rows) if (!open || !row.hidden) set(row, open);
      });
    }
    section.querySelector(".kills").addEventListener("keydown", (event) => {
      const row = event.target.closest("tr.portal");
      if (!row || event.ctrlKey || event.altKey || event.metaKey) return;
      const visible = rows.filter((one) => !one.hidden);
      const at = visible.indexOf(row);
      const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: visible.length - 1 }[event.key];
      if (next === undefined || !visible[next]) return;
      buttonOf(visible[next]).focus();
      event.preventDefault();
    });
    sift();
  }

  for (const choice of choices) {
    choice.addEventListener("change", () => {
      show(choice.value);
      if (location.hash) history.replaceState(null, "", location.hash.replace(/-(vi|en)$/, "-" + choice.value));
    });
  }
  show(root.dataset.language);
  addEventListener("hashchange", arrive);
  arrive();
})();
