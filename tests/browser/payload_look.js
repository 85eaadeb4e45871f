(html) => {
  const page = html ? new DOMParser().parseFromString(html, "text/html") : document;
  const wrong = [];
  const run = /^[\s\u0000-\u001f]*(javascript|data|vbscript)\s*:/i;
  const inert = ["application/ld+json", "application/json"];
  const never = ["iframe", "object", "embed", "base", "frame", "applet", "math", "animate", "set",
    "foreignobject", "audio", "video", "marquee", "portal", "mglyph"];
  for (const item of page.querySelectorAll("*")) {
    const name = item.localName.toLowerCase();
    if (never.includes(name)) wrong.push(`element ${name}`);
    if (name === "meta" && item.httpEquiv) wrong.push("meta http-equiv");
    if (name === "style") wrong.push("a style in the page");
    if (name === "script" && !inert.includes(item.type)
      && new URL(item.getAttribute("src") || "data:,", location.href).origin !== location.origin)
      wrong.push(`script ${item.outerHTML.slice(0, 80)}`);
    for (const fact of item.attributes) {
      if (/^on/i.test(fact.name) || fact.name === "srcdoc") wrong.push(`${name} ${fact.name}`);
      const isAddress = /^(href|src|action|formaction|xlink:href|data|poster|ping|background)$/i;
      if (isAddress.test(fact.name) && run.test(fact.value) && !/^data:image\/svg/.test(fact.value))
        wrong.push(`${name} ${fact.name}=${fact.value.slice(0, 60)}`);
      if (/^(src|action|formaction)$/i.test(fact.name)) {
        const to = new URL(fact.value, location.href);
        if (to.origin !== location.origin && to.protocol !== "data:") wrong.push(`${name} to ${to}`);
      }
    }
  }
  if (window.__ran !== undefined) wrong.push("a payload ran");
  const text = page.documentElement.textContent;
  if (text.includes("ZZ49ZZ")) wrong.push("a template was read");
  const typed = [...page.querySelectorAll("input, textarea")].map((item) => item.value).join(" ");
  return { wrong, isShown: `${text} ${typed}`.includes("__ran=1") };
}
