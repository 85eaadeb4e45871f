// Share, copy and print: buttons that only exist where the browser can do it.

const status = document.getElementById("status");

function show(selector, isPossible) {
  document.querySelectorAll(selector).forEach((button) => {
    button.hidden = !isPossible;
    if (isPossible) button.closest("li")?.removeAttribute("hidden");
  });
}

show("[data-share-url]", "share" in navigator);
show("[data-copy]", "clipboard" in navigator);
show("[data-print]", true);

document.addEventListener("click", async (event) => {
  const share = event.target.closest("[data-share-url]");
  const copy = event.target.closest("[data-copy]");
  try {
    if (share) await navigator.share({ url: share.dataset.shareUrl, title: share.dataset.shareText });
    if (copy) {
      await navigator.clipboard.writeText(copy.dataset.copy);
      copy.querySelector("span").textContent = copy.dataset.textDone;
      status.textContent = copy.dataset.textDone;
    }
  } catch {
    // The visitor closed the share sheet, or copying is not allowed here.
  }
  if (event.target.closest("[data-print]")) print();
});
