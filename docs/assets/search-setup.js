// Before the theme starts: point it at our search worker, and tell that one where the theme's own is, and the index.
"use strict";

{
  const element = document.getElementById("__config");
  const config = JSON.parse(element.textContent);
  const index = new URL("search/docs.json", new URL(`${config.base}/`, location.href));
  const [folder, name] = config.search.split(/(?<=\/)(?=[^/]*$)/);
  config.search = `${folder}guide-search.js?theme=${name}&docs=${index.pathname}`;
  element.textContent = JSON.stringify(config);
  // Who is about to search will want it in a moment; nobody else has to fetch it.
  document.forms.search?.addEventListener("focusin", () => fetch(index), { once: true });
}
