// Formatted text: a message's text and entities become nodes. Offsets are UTF-16 units, as in strings here.

import { el } from "./dom.js";

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote",
};

// `acts`: {command(text), link(url) → true where it was handled, more: label of a folded quote}
export function formatted(text, entities, acts) {
  const ordered = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return build(text, 0, text.length, ordered, acts);
}

function build(text, start, end, entities, acts) {
  const fragment = document.createDocumentFragment();
  let at = start;
  let index = 0;
  while (index < entities.length) {
    const entity = entities[index];
    const from = Math.max(at, entity.offset);
    const to = Math.min(end, entity.offset + entity.length);
    index += 1;
    if (to <= from) continue;
    const inner = [];
    while (index < entities.length && entities[index].offset < to) inner.push(entities[index++]);
    if (from > at) fragment.append(text.slice(at, from));
    fragment.append(wrapped(entity, text.slice(from, to), build(text, from, to, inner, acts), acts));
    at = to;
  }
  if (at < end) fragment.append(text.slice(at, end));
  return fragment;
}

function wrapped(entity, text, children, acts) {
  switch (entity.type) {
    case "text_link": return link(entity.url, children, acts);
    case "url": return link(/^[a-z]+:/i.test(text) ? text : `https://${text}`, children, acts);
    case "email": return link(`mailto:${text}`, children, acts);
    case "bot_command":
      return el("button", { type: "button", class: "command", onclick: () => acts.command(text) }, children);
    case "spoiler": {
      const node = el("span", { class: "spoiler", tabIndex: 0, role: "button" }, children);
      node.addEventListener("click", () => node.classList.add("shown"));
      node.addEventListener("keydown", (event) => {
        if (event.key === "Enter" || event.key === " ") node.classList.add("shown");
      });
      return node;
    }
    case "expandable_blockquote": return folding(children, acts);
    case "mention": case "hashtag": case "text_mention": case "cashtag": case "phone_number":
      return el("span", { class: "mention" }, children);
    default: return el(TAGS[entity.type] ?? "span", {}, children);
  }
}

const SAFE = new Set(["http:", "https:", "mailto:", "tg:"]);

export function safeAddress(address) {
  try {
    const url = new URL(address);
    return SAFE.has(url.protocol) ? url : null;
  } catch {
    return null;
  }
}

function link(address, children, acts) {
  const url = safeAddress(address);
  if (!url) return el("span", {}, children);
  const node = el("a", { href: url.href, target: "_blank", rel: "noopener noreferrer", title: url.href }, children);
  node.addEventListener("click", (event) => { if (acts.link(url)) event.preventDefault(); });
  return node;
}

function folding(children, acts) {
  const quote = el("blockquote", { class: "folding folded" }, children);
  const toggle = el("button", { type: "button", class: "fold", "aria-expanded": "false", "aria-label": acts.more });
  toggle.addEventListener("click", () => {
    const folded = quote.classList.toggle("folded");
    toggle.setAttribute("aria-expanded", String(!folded));
  });
  quote.append(toggle);
  return quote;
}
