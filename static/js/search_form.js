// The search form: suggestions while typing, "bij mij in de buurt", and a field for each child.
// One file, because each file of its own costs a phone as much as its content.

const status = document.getElementById("status");

// Suggestions under the fields for words and place (ARIA combobox with a listbox).

const WAIT = 140;

function suggestUnder(input) {
  const { suggest, suggestFor, textCount } = input.dataset;
  const list = document.createElement("ul");
  list.id = `${input.id}-voorstellen`;
  list.className = "suggest";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0].textContent);
  input.closest(".field").append(list);
  for (const [name, value] of [
    ["role", "combobox"],
    ["aria-autocomplete", "list"],
    ["aria-expanded", "false"],
    ["aria-controls", list.id],
  ]) input.setAttribute(name, value);

  let items = [];
  let active = -1;
  let timer = 0;
  let request = new AbortController();

  function close() {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function mark(index) {
    active = index;
    [...list.children].forEach((option, at) => option.setAttribute("aria-selected", at === index));
    const option = list.children[index];
    if (!option) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function choose(item) {
    request.abort();
    clearTimeout(timer);
    close();
    if (item.url) {
      location.assign(item.url);
      return;
    }
    input.value = item.value;
    if (suggestFor === "place") input.dispatchEvent(new Event("change", { bubbles: true }));
    else input.form.requestSubmit();
  }

  function show(found) {
    items = suggestFor === "place" ? found.filter((item) => item.kind === "place") : found;
    list.replaceChildren(
      ...items.map((item, index) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${index}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.append(item.text);
        if (item.detail) {
          const detail = document.createElement("small");
          detail.textContent = item.detail;
          option.append(" ", detail);
        }
        option.addEventListener("mousedown", (event) => event.preventDefault());
        option.addEventListener("click", () => choose(item));
        return option;
      }),
    );
    if (!items.length) {
      close();
      return;
    }
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    mark(-1);
    status.textContent = textCount.replace("0", items.length);
  }

  async function ask() {
    request.abort();
    request = new AbortController();
    const words = input.value.trim();
    if (words.length < 2) {
      close();
      return;
    }
    try {
      const address = new URL(suggest, location.href);
      address.searchParams.set("q", words);
      address.searchParams.set("voor", suggestFor);
      const answer = await fetch(address, { signal: request.signal });
      if (answer.ok) show((await answer.json()).items);
    } catch {
      // Typing goes on, or the network is gone: the form works without suggestions.
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("blur", () => {
    clearTimeout(timer);
    request.abort();
    close();
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const last = items.length - 1;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      choose(items[active]);
    } else if (!list.hidden && event.key === "ArrowDown") {
      event.preventDefault();
      mark(active >= last ? 0 : active + 1);
    } else if (!list.hidden && event.key === "ArrowUp") {
      event.preventDefault();
      mark(active <= 0 ? last : active - 1);
    } else if (event.key === "ArrowDown") {
      ask();
    }
  });
}

document.querySelectorAll("[data-suggest]").forEach(suggestUnder);

// "Bij mij in de buurt": asks the browser where it is, rounded to about 100 m before it leaves the page.

function locateWith(button) {
  const form = button.form;
  const place = button.closest(".input").querySelector("input");

  function setNear(value) {
    form.elements.hier?.remove();
    if (!value) return;
    const near = document.createElement("input");
    near.type = "hidden";
    near.name = "hier";
    near.value = value;
    form.querySelector('[data-part="hidden"]').append(near);
  }

  function say(text) {
    place.placeholder = text;
    status.textContent = text;
  }

  button.hidden = false;
  button.addEventListener("click", () => {
    const { textBusy, textDone, textFailed } = button.dataset;
    say(textBusy);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        place.value = "";
        setNear(`${coords.latitude.toFixed(3)},${coords.longitude.toFixed(3)}`);
        say(textDone);
        if (form.elements.q.value) form.requestSubmit();
      },
      () => say(textFailed),
      { maximumAge: 300000, timeout: 10000 },
    );
  });
  place.addEventListener("input", () => setNear(""));
}

if ("geolocation" in navigator && isSecureContext) {
  document.querySelectorAll("[data-locate]").forEach(locateWith);
}

// One age field to begin with; a press adds a field for the next child.

function growWith(group) {
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

function growAll() {
  document.querySelectorAll("[data-ages]").forEach(growWith);
}

document.addEventListener("dichtbij:replaced", growAll);
growAll();
