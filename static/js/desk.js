// At the desk: single keys in the list, colleagues who have the same question open, no lost text.

const KEY = "dichtbij-sneltoetsen";
const EVERY = 60_000;

function isTyping(target) {
  return target instanceof Element && target.closest("input, select, textarea, [contenteditable]");
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

function step(links, by) {
  const now = links.indexOf(document.activeElement);
  const next = now < 0 ? (by > 0 ? 0 : links.length - 1) : now + by;
  links[Math.min(Math.max(next, 0), links.length - 1)]?.focus();
}

function startShortcuts() {
  const help = document.querySelector("[data-part=shortcuts]");
  const list = document.querySelector("[data-part=inbox]");
  if (!help || !list) return;
  const tick = help.querySelector("[data-part=shortcuts-on]");
  tick.checked = areOn();
  tick.addEventListener("change", () => keep(tick.checked));
  help.hidden = false;
  const links = [...list.querySelectorAll(".inbox-title a")];
  document.addEventListener("keydown", (event) => {
    const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey;
    if (!tick.checked || !isPlain || isTyping(event.target)) return;
    if (event.key === "j") step(links, 1);
    else if (event.key === "k") step(links, -1);
    else if (event.key === "o" && links.includes(document.activeElement)) document.activeElement.click();
    else if (event.key === "?") tick.focus();
  });
}

function startPresence() {
  const head = document.querySelector("[data-question]");
  const token = document.querySelector("input[name=csrf_token]")?.value;
  const note = document.querySelector("[data-part=present]");
  if (!head || !token || !note) return;
  const { question, version, changed, also } = head.dataset;

  function show(text) {
    note.hidden = !text;
    note.querySelector("span").textContent = text;
  }

  async function look() {
    if (document.hidden) return;
    const body = new URLSearchParams({ csrf_token: token });
    const answer = await fetch(question, { method: "POST", body, redirect: "error" });
    if (!answer.ok) return;
    const { present, version: newest } = await answer.json();
    const names = present.join(", ");
    if (String(newest) !== version) show(changed);
    else show(names ? also.replace("{names}", names) : "");
  }

  setInterval(() => look().catch(() => {}), EVERY);
  addEventListener("pagehide", () => {
    navigator.sendBeacon(question, new URLSearchParams({ csrf_token: token, leaving: "1" }));
  });
}

function startGuard() {
  let isDirty = false;
  document.querySelectorAll(".answer-form").forEach((form) => {
    form.addEventListener("input", () => (isDirty = true));
    form.addEventListener("submit", () => (isDirty = false));
  });
  addEventListener("beforeunload", (event) => {
    if (isDirty) event.preventDefault();
  });
}

startShortcuts();
startPresence();
startGuard();
