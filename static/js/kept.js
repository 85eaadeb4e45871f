// "Mijn lijst": keeps numbers of offers on this device, and nothing else.

const KEY = "dichtbij.lijst";
const MOST = 60;
const { keptAdd, keptRemove, keptList } = document.body.dataset;

function read() {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(stored) ? stored.filter(Number.isInteger).slice(0, MOST) : [];
  } catch {
    return [];
  }
}

function write(ids) {
  try {
    localStorage.setItem(KEY, JSON.stringify([...new Set(ids)].slice(0, MOST)));
  } catch {
    // A full or closed storage: the list page still works through its address.
  }
  show();
}

function addressOf(ids) {
  return ids.length ? `${keptList}?o=${ids.join(",")}` : keptList;
}

function show() {
  const ids = read();
  for (const counter of document.querySelectorAll("[data-kept-count]")) {
    counter.textContent = ids.length;
    counter.hidden = ids.length === 0;
    counter.parentElement.href = addressOf(ids);
  }
  for (const heart of document.querySelectorAll("button[data-keep]")) {
    const isKept = ids.includes(Number(heart.dataset.keep));
    heart.setAttribute("aria-pressed", isKept);
    heart.title = isKept ? keptRemove : keptAdd;
  }
}

function linksToButtons() {
  for (const link of document.querySelectorAll("a[data-keep]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = link.className;
    button.dataset.keep = link.dataset.keep;
    button.append(...link.childNodes);
    link.replaceWith(button);
  }
  leaveAddress();
  show();
}

// The address carries the list only for those without JavaScript.
function leaveAddress() {
  document.querySelectorAll('input[name="lijst"]').forEach((field) => field.remove());
  for (const link of document.querySelectorAll('a[href*="lijst="]')) {
    const address = new URL(link.href);
    address.searchParams.delete("lijst");
    link.href = address.href;
  }
}

function askedIds() {
  const asked = new URLSearchParams(location.search).get("o") ?? "";
  return asked.split(",").map(Number).filter((id) => Number.isInteger(id) && id > 0);
}

function openListPage(page) {
  const asked = askedIds();
  const own = read();
  if (!asked.length && own.length) {
    location.replace(addressOf(own));
    return;
  }
  const adopt = page.querySelector("[data-kept-adopt]");
  if (adopt && asked.some((id) => !own.includes(id))) {
    adopt.hidden = false;
    adopt.addEventListener("click", () => {
      write([...read(), ...asked]);
      adopt.hidden = true;
    });
  }
}

document.addEventListener("click", (event) => {
  const heart = event.target.closest("button[data-keep]");
  if (heart) {
    const id = Number(heart.dataset.keep);
    const ids = read();
    write(ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id]);
  }
  const drop = event.target.closest("a[data-drop]");
  if (drop) write(read().filter((id) => id !== Number(drop.dataset.drop)));
  if (event.target.closest("[data-kept-clear]")) write([]);
});
document.addEventListener("dichtbij:replaced", linksToButtons);
addEventListener("storage", show);
linksToButtons();
const page = document.querySelector("[data-kept-page]");
if (page) openListPage(page);
