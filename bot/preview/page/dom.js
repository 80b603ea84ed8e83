// Small helpers to build the page. Text always becomes a text node: nothing is ever parsed as HTML.

export const $ = (id) => document.getElementById(id);

export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "class") node.className = value;
    else if (name in node && !name.includes("-")) node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

export const COLOURS = 7;
export const colourOf = (id) => Math.abs(id) % COLOURS;

export function picture(node, name, id) {
  node.textContent = initials(name);
  node.dataset.colour = colourOf(id);
  return node;
}

function initials(name) {
  const words = name.split(/[\s–-]+/u).filter((word) => /^\p{L}/u.test(word));
  return words.slice(0, 2).map((word) => [...word][0].toUpperCase()).join("");
}

let toastTimer = 0;
export function toast(text) {
  const node = $("toast");
  node.textContent = text;
  node.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { node.hidden = true; }, 3500);
}

let announceTimer = 0;
export function announce(text) {
  const node = $("announcer");
  node.append(el("p", {}, text));
  clearTimeout(announceTimer);
  announceTimer = setTimeout(() => node.replaceChildren(), 8000);
}

// A dialog with a title, any content, and buttons; resolves to the value of the button, or null.
export function ask(title, content, buttons) {
  const dialog = $("dialog");
  return new Promise((resolve) => {
    const close = (value) => { dialog.close(); resolve(value); };
    const heading = el("h2", { id: "dialog-title" }, title);
    const row = el("div", { class: "dialog-buttons" }, ...buttons.map(({ label, value }) =>
      el("button", { type: "button", class: "plain", onclick: () => close(value) }, label)));
    dialog.replaceChildren(heading, content, row);
    dialog.setAttribute("aria-labelledby", "dialog-title");
    dialog.onclose = () => resolve(null);
    dialog.onclick = (event) => { if (event.target === dialog) close(null); };
    content.closeDialog = close;
    dialog.showModal();
  });
}

// A menu beside `anchor`: items of {label, act, danger, checked}.
export function openMenu(anchor, items, label) {
  const menu = $("menu");
  if (!menu.hidden && menu.anchor === anchor) { closeMenu(); return; }
  closeMenu(false);
  menu.anchor = anchor;
  (anchor.closest("main, #side, aside") ?? document.body).append(menu); // within a landmark
  menu.setAttribute("aria-label", label);
  menu.replaceChildren(...items.map((item) => el("button", {
    type: "button",
    role: item.checked === undefined ? "menuitem" : "menuitemradio",
    "aria-checked": item.checked === undefined ? null : String(item.checked),
    class: item.danger ? "danger" : "",
    onclick: () => { closeMenu(); item.act(); },
  }, item.label)));
  menu.hidden = false;
  anchor.setAttribute("aria-expanded", "true");
  const at = anchor.getBoundingClientRect();
  const size = menu.getBoundingClientRect();
  const below = at.bottom + size.height + 8 < innerHeight;
  menu.style.left = `${Math.max(8, Math.min(at.left, innerWidth - size.width - 8))}px`;
  menu.style.top = `${Math.max(8, below ? at.bottom + 4 : at.top - size.height - 4)}px`;
  menu.querySelector("button")?.focus();
}

export function closeMenu(refocus = true) {
  const menu = $("menu");
  if (menu.hidden) return;
  menu.hidden = true;
  menu.anchor?.setAttribute("aria-expanded", "false");
  if (refocus) menu.anchor?.focus();
}

document.addEventListener("pointerdown", (event) => {
  const menu = $("menu");
  if (!menu.contains(event.target) && !menu.anchor?.contains(event.target)) closeMenu(false);
});
document.addEventListener("keydown", (event) => {
  const menu = $("menu");
  if (menu.hidden) return;
  const items = [...menu.querySelectorAll("button")];
  const at = items.indexOf(document.activeElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) { items[(at + step + items.length) % items.length].focus(); event.preventDefault(); }
  else if (event.key === "Escape" || event.key === "Tab") { closeMenu(); event.preventDefault(); }
  else if (event.key === "Home") { items[0].focus(); event.preventDefault(); }
  else if (event.key === "End") { items.at(-1).focus(); event.preventDefault(); }
});
