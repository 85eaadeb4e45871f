// "Bij mij in de buurt": asks the browser where it is, rounded to about 100 m before it leaves the page.

const status = document.getElementById("status");

function enhance(button) {
  const form = button.form;
  const place = button.closest(".input").querySelector("input");

  function setNear(value) {
    form.elements.hier?.remove();
    if (!value) return;
    const near = document.createElement("input");
    near.type = "hidden";
    near.name = "hier";
    near.value = value;
    form.append(near);
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
  document.querySelectorAll("[data-locate]").forEach(enhance);
}
