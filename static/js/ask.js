// Asking: away at once, emergency numbers while typing, only the fields that are needed.
// What is typed is read here and nowhere else: nothing is sent, nothing is kept.

const ESCAPES = 3;
const ESCAPE_WAIT = 1500;

// Quick exit: this page leaves the history, so that "back" does not show it.

const exit = document.querySelector("[data-exit]");
let pressed = [];

if (exit) {
  const leave = () => {
    document.body.hidden = true;
    location.replace(exit.href);
  };
  exit.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    pressed = [...pressed.filter((at) => event.timeStamp - at < ESCAPE_WAIT), event.timeStamp];
    if (pressed.length >= ESCAPES) leave();
  });
  document.querySelector("[data-exit-hint]").hidden = false;
}

// Words that cannot wait bring the numbers next to what is being typed.

const form = document.querySelector("[data-ask]");

const fold = (text) => ` ${text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").replace(/[^\p{L}\p{N}_]+/gu, " ")} `;

function isNational(written) {
  const digits = written.replace(/\D/g, "");
  const base = Number(digits.slice(0, 9));
  const month = Number(digits.slice(2, 4));
  if (month > 52 || month % 20 > 12 || Number(digits.slice(4, 6)) > 31) return false;
  const check = Number(digits.slice(9));
  return check === 97 - (base % 97) || check === 97 - ((2000000000 + base) % 97);
}

function hasNational(text) {
  // Without looking behind: older phones cannot read such a pattern, and then none of this would run.
  let isFound = false;
  text.replace(/(^|[^\d+])((?:\d[ .\-/_]{0,3}){10}\d)(?!\d)/g, (whole, before, written) => {
    isFound = isFound || isNational(written);
    return whole;
  });
  return isFound;
}

if (form) {
  const lines = form.querySelector("[data-crisis-lines]");
  const warning = form.querySelector("[data-number-warning]");
  const crises = JSON.parse(form.dataset.crisis).map(([words, numbers]) => [words.split("|"), numbers.split(" ")]);

  const look = () => {
    const typed = [...form.querySelectorAll("textarea, input[type=text], input[type=tel]")].map((field) => field.value).join(" \n ");
    const text = fold(typed);
    const numbers = crises.filter(([words]) => words.some((word) => text.includes(` ${word}`))).flatMap(([, found]) => found);
    for (const item of lines.querySelectorAll("li")) {
      item.hidden = !numbers.includes(item.querySelector("b").textContent.trim());
    }
    if (numbers.length && lines.hidden) {
      lines.hidden = false;
      lines.classList.add("crisis-top");
      form.prepend(lines);
    }
    if (!numbers.length) lines.hidden = true;
    warning.hidden = !hasNational(typed);
  };
  form.addEventListener("input", look);
  look();

  // Of the ways to be reached, only the fields of the chosen one.
  const choose = () => {
    for (const part of form.querySelectorAll("[data-when]")) {
      const [name, isNot, value] = part.dataset.when.match(/^(\w+)(!?)=(\w+)$/).slice(1);
      part.hidden = (form.elements[name].value === value) === Boolean(isNot);
    }
  };
  form.addEventListener("change", choose);
  choose();
}
