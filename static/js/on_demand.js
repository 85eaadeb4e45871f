// Loads a module only when its button is pressed; the module's default export gets the button.

function show() {
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
document.addEventListener("dichtbij:replaced", show);
show();
