// The review: single keys go to the next row, open it, or move to the button that publishes.

const KEY = "dichtbij-sneltoetsen";

function isTyping(target) {
  const field = target instanceof Element && target.closest("input, select, textarea, [contenteditable]");
  return Boolean(field) && field.type !== "checkbox";
}

function areOn() {
  try {
    return localStorage.getItem(KEY) !== "uit";
  } catch {
    return true;
  }
}

function keep(isOn) {
  try {
    localStorage.setItem(KEY, isOn ? "aan" : "uit");
  } catch {
    // Without storage the choice holds for this page.
  }
}

const find = (part) => document.querySelector(`[data-review=${part}]`);
const rows = [...document.querySelectorAll("[data-review=row]")];

function step(by) {
  const here = document.activeElement?.closest(".review-row")?.querySelector("[data-review=row]");
  const now = rows.indexOf(here);
  const next = now < 0 ? (by > 0 ? 0 : rows.length - 1) : now + by;
  rows[Math.min(Math.max(next, 0), rows.length - 1)]?.focus();
}

const inList = {
  j: () => step(1),
  k: () => step(-1),
  o: () => rows.includes(document.activeElement) && document.activeElement.click(),
  p: () => find("publish")?.focus(),
};
const inRevision = {
  j: () => find("next")?.click(),
  k: () => find("back")?.click(),
  o: () => document.getElementById("reason")?.focus(),
  p: () => find("publish")?.focus(),
};

const help = find("help");
const tick = find("on");
if (help && tick) {
  const keys = find("list") || rows.length ? inList : inRevision;
  tick.checked = areOn();
  tick.addEventListener("change", () => keep(tick.checked));
  help.hidden = false;
  document.addEventListener("keydown", (event) => {
    const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey;
    if (!tick.checked || !isPlain || isTyping(event.target) || !Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  });
}
