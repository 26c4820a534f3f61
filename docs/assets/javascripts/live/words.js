// Puts what is counted into the words of the page's language, which mkdocs.yml and mkdocs.en.yml hold.

/** Fill in the names in braces of a text. */
export const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

/** Make an element; children may be texts. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** Show how much is loaded, as a bar and in words. */
export function showProgress(place, { loaded, total }, words) {
  const text = filled(loaded < total ? words.loading : words.starting, { loaded: megabytes(loaded), total: megabytes(total) });
  const bar = place.querySelector("progress") ?? element("progress", { "aria-label": words.progress });
  bar.max = total;
  bar.value = loaded;
  place.replaceChildren(bar, text);
}
