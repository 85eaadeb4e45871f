// The page of results. Filters, chips, order and view apply at once: the new page is fetched and
// its parts take their place.

const form = document.getElementById("zoek");
const status = document.getElementById("status");
let request = new AbortController();

function addressOfForm() {
  const address = new URL(form.action, location.href);
  for (const [name, value] of new FormData(form)) {
    if (value) address.searchParams.append(name, value);
  }
  return address;
}

function takeOver(page) {
  const open = new Map();
  document.querySelectorAll(".filters details").forEach((group) => open.set(group.id, group.open));
  const focused = document.activeElement?.id;
  for (const part of document.querySelectorAll("[data-part]")) {
    const fresh = page.querySelector(`[data-part="${part.dataset.part}"]`);
    if (!fresh) continue;
    // Options that move one by one lose which of them is chosen.
    const { hidden, value } = fresh;
    part.replaceChildren(...fresh.childNodes);
    part.hidden = hidden;
    if (value !== undefined) part.value = value;
  }
  for (const name of ["q", "plaats"]) {
    const field = form.elements[name];
    const fresh = page.querySelector(`#zoek [name="${name}"]`);
    if (field && fresh && field !== document.activeElement) field.value = fresh.value;
  }
  open.forEach((isOpen, id) => {
    const group = document.getElementById(id);
    if (group) group.open = isOpen;
  });
  document.title = page.title;
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

async function load(address, { push = true, moveTo = null } = {}) {
  request.abort();
  request = new AbortController();
  const found = document.getElementById("resultaten");
  found.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { signal: request.signal });
    if (!answer.ok) throw new Error(String(answer.status));
    takeOver(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch (error) {
    if (error.name !== "AbortError") location.assign(address);
    return;
  }
  found.removeAttribute("aria-busy");
  if (push) history.pushState({ swapped: true }, "", address);
  document.dispatchEvent(new Event("dichtbij:replaced"));
  status.textContent = found.querySelector("[data-summary]")?.textContent ?? "";
  if (moveTo) moveTo.focus({ preventScroll: false });
}

document.addEventListener("change", ({ target }) => {
  if (target.form !== form || !target.closest(".filters, .field-radius")) return;
  // While somebody types a year, it is first the year 2, then 20, then 202.
  const isHalfTyped = target.type === "date" && target.value && target.value < "2000";
  if (!isHalfTyped) load(addressOfForm());
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-swap], .pager a");
  if (!link || event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  load(link.href, { moveTo: document.getElementById("resultaten") });
});

if (form) {
  let shown = location.pathname + location.search;
  addEventListener("popstate", () => {
    const wanted = location.pathname + location.search;
    if (wanted !== shown) load(location.href, { push: false });
    shown = wanted;
  });
  document.addEventListener("dichtbij:replaced", () => {
    shown = location.pathname + location.search;
  });
  // The button is for those without JavaScript; inside a phone's panel it closes the panel.
  document.querySelector(".filters > .button")?.addEventListener("click", (event) => {
    event.preventDefault();
    location.hash = "resultaten";
  });
}

// The moving map, which few need, is loaded only when its button is pressed; it gets the button.

function showOnDemand() {
  document.querySelectorAll("[data-on-demand]").forEach((button) => {
    button.hidden = false;
  });
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-on-demand]");
  if (!button) return;
  button.disabled = true;
  try {
    const module = await import(button.dataset.onDemand);
    await module.default(button);
  } catch {
    button.disabled = false;
  }
});
document.addEventListener("dichtbij:replaced", showOnDemand);
showOnDemand();
