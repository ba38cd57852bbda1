// Before the theme starts: point it at our search worker, and tell that one where the theme's own is.
"use strict";

{
  const element = document.getElementById("__config");
  const config = JSON.parse(element.textContent);
  const [folder, name] = config.search.split(/(?<=\/)(?=[^/]*$)/);
  config.search = `${folder}guide-search.js?theme=${name}`;
  element.textContent = JSON.stringify(config);
}
