// One age field to begin with; a press adds a field for the next child.

function enhance(group) {
  const add = group.querySelector("[data-add-age]");
  const fields = () => [...group.querySelectorAll(".input")];
  const spare = fields().at(-1);
  if (fields().length > 1 && !spare.querySelector("input").value) spare.remove();
  add.hidden = false;
  add.addEventListener("click", () => {
    const all = fields();
    const next = all.at(-1).cloneNode(true);
    const input = next.querySelector("input");
    input.value = "";
    input.setAttribute("aria-label", `${add.dataset.textLabel} ${all.length + 1}`);
    add.before(next);
    input.focus();
    add.hidden = all.length >= 7;
  });
}

function enhanceAll() {
  document.querySelectorAll("[data-ages]").forEach(enhance);
}

document.addEventListener("dichtbij:replaced", enhanceAll);
enhanceAll();
