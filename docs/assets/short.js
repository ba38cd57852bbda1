// Leads on from the short address of a poster, in the language of the device. Without it there is a link for each.
{
  /** @type {HTMLAnchorElement[]} */
  const links = [...document.querySelectorAll(/** @type {"a"} */ ("a[hreflang]"))];
  const wanted = navigator.languages.map((tag) => links.find(({ hreflang }) => tag.startsWith(hreflang)));
  location.replace((wanted.find(Boolean) ?? links[0]).href);
}
