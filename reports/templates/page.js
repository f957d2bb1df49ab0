"use strict";
// The page in one language at a time, and words compared without marks; both reports use it.
const page = (() => {
  const root = document.documentElement;
  root.classList.add("script");
  const documents = [...document.querySelectorAll(".document")];
  const choices = [...document.querySelectorAll('.languages input[type="radio"]')];
  const current = () => documents.find((one) => !one.hidden);

  function show(language) {
    for (const one of documents) one.hidden = documents.length > 1 && one.lang !== language;
    for (const choice of choices) choice.checked = choice.value === language;
    root.lang = language;
    root.dataset.language = language;
    document.title = current().dataset.title;
  }

  const plain = (text) =>
    text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/đ/g, "d");

  return { root, choices, current, show, plain };
})();
