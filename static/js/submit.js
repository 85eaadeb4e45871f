// The partner's form: ages as sliders that speak, only the fields of the chosen series, and advice
// while typing. What is typed stays in the form: it is kept by "Bewaar als schets", never here.

const WAIT = 900;
const form = document.querySelector("[data-submit]");

// Ages: a slider sets the number and the unit that stand below it, which are what is sent.

function monthsOf(number, unit) {
  if (unit.value === "pregnancy") return -9;
  if (number.value === "") return null;
  return Number(number.value) * (unit.value === "months" ? 1 : 12);
}

function write(number, unit, months) {
  const isWhole = months % 12 === 0;
  unit.value = months < 0 ? "pregnancy" : isWhole ? "years" : "months";
  number.value = months < 0 ? "" : isWhole ? months / 12 : months;
}

function startSlider(part, all) {
  const [number, unit] = part.querySelectorAll("input, select");
  const isMax = part.dataset.age === "max";
  const last = all[all.length - 1][0];
  const steps = all.filter(([months]) => (isMax ? months > 0 : months < last));
  const known = monthsOf(number, unit);
  // An age between two stops keeps its fields: a slider would change it by being there.
  if (known !== null && !steps.some(([months]) => months === known)) return;
  const slider = document.createElement("input");
  const words = document.createElement("output");
  const empty = isMax ? steps.length - 1 : 1;
  slider.type = "range";
  slider.max = steps.length - 1;
  slider.value = known === null ? empty : steps.findIndex(([months]) => months === known);
  slider.id = `${number.id}-schuif`;
  words.htmlFor = slider.id;
  const tell = (isUntold = false) => {
    const text = isUntold ? form.dataset.untold : steps[slider.value][1];
    words.textContent = text;
    slider.setAttribute("aria-valuetext", text);
  };
  slider.addEventListener("input", () => {
    const [months] = steps[slider.value];
    if (months === last) number.value = "";
    else write(number, unit, months);
    tell();
  });
  part.querySelector("label").htmlFor = slider.id;
  part.querySelector(".age-pair").hidden = true;
  part.append(slider, words);
  tell(known === null && !isMax);
}

// A series asks more than a single date.

function startSeries() {
  const series = form.querySelector("[data-series]");
  if (!series) return;
  const choose = () => {
    const { value } = form.elements.pattern;
    series.querySelector("[data-repeat]").hidden = value === "once";
    series.querySelector("[data-days]").hidden = value !== "weekdays";
  };
  form.addEventListener("change", choose);
  choose();
}

// Advice: asked when the typing rests, shown beside the form, never in the way.

function startAdvice() {
  const aside = document.querySelector("[data-tips]");
  const list = aside?.querySelector("[data-tips-list]");
  if (!list) return;
  let timer = 0;
  let asked = 0;
  aside.hidden = false;

  function show(items) {
    list.replaceChildren(
      ...items.map(({ text, url }) => {
        const line = document.createElement("p");
        const link = url && document.createElement("a");
        if (link) link.href = url;
        (link || line).textContent = text;
        if (link) line.append(link);
        return line;
      }),
    );
  }

  async function ask() {
    const mine = ++asked;
    const body = new URLSearchParams(new FormData(form));
    const answer = await fetch(form.dataset.advice, { method: "POST", body, redirect: "error" });
    if (!answer.ok) return;
    const { items } = await answer.json();
    if (mine === asked) show(items);
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => ask().catch(() => {}), WAIT);
  });
}

// Leaving with text that is not kept yet: the browser asks first.

function startGuard() {
  let isDirty = false;
  form.addEventListener("input", () => (isDirty = true));
  form.addEventListener("submit", () => (isDirty = false));
  addEventListener("beforeunload", (event) => {
    if (isDirty) event.preventDefault();
  });
}

if (form) {
  const ages = form.querySelector("[data-ages]");
  const steps = JSON.parse(ages.dataset.words);
  for (const part of ages.querySelectorAll("[data-age]")) startSlider(part, steps);
  startSeries();
  startAdvice();
  startGuard();
}
