// The bubbles of a chat, with their buttons.

import { $, announce, ask, colourOf, el, icon, openMenu, toast } from "./dom.js";
import { formatted, safeAddress } from "./entities.js";
import { deed } from "./server.js";
import { find, here, inThread, isPrivate, lang, me, shownMessages, store } from "./store.js";
import { t } from "./texts.js";

const nodes = new Map();
const waiting = new Map();
let acts = {};

export function connect(given) { acts = given; }

const list = () => $("messages");
const scroller = () => $("scroll");
const atEnd = () => scroller().scrollHeight - scroller().scrollTop - scroller().clientHeight < 80;
export const toEnd = () => { scroller().scrollTop = scroller().scrollHeight; };

export function drawAll() {
  nodes.clear();
  list().replaceChildren();
  let day = "";
  for (const message of shownMessages()) {
    const date = dayOf(message);
    if (date !== day) list().append(el("p", { class: "day" }, date));
    day = date;
    list().append(draw(message));
  }
  if (!list().childElementCount && isPrivate()) list().append(emptyChat());
  toEnd();
}

export function emptyChat() {
  const about = acts.profile?.description;
  const card = el("div", { class: "empty" }, el("strong", {}, t("about")));
  card.append(el("p", {}, about || store.bot.first_name));
  return card;
}

export function add(message) {
  if (!inThread(message)) return;
  list().querySelector(".empty")?.remove();
  const own = message.from?.id === store.person;
  const follow = atEnd() || own;
  if (!list().querySelector(".day")) list().append(el("p", { class: "day" }, dayOf(message)));
  list().append(draw(message));
  if (follow) toEnd();
  if (!own) announce(`${nameOf(message)}: ${plain(message)}`);
}

export function change(message) {
  const old = nodes.get(message.message_id);
  if (!old) return;
  const focused = old.contains(document.activeElement);
  const follow = atEnd();
  const fresh = draw(message);
  old.replaceWith(fresh);
  if (focused) (fresh.querySelector(".keyboard button") ?? fresh.querySelector("button, a"))?.focus();
  if (follow) toEnd();
  if (message.from?.id !== store.person) announce(`${nameOf(message)}: ${plain(message)}`);
}

export function remove(id) {
  nodes.get(id)?.remove();
  nodes.delete(id);
}

function draw(message) {
  const service = serviceText(message);
  if (service) return el("p", { class: "day" }, service);
  const own = message.from?.id === store.person;
  const article = el("article", { class: `message ${own ? "own" : "other"}`, "data-id": message.message_id });
  article.setAttribute("aria-label", `${own ? t("you") : nameOf(message)}, ${timeOf(message)}`);
  const bubble = el("div", { class: "bubble" });
  if (!own && !isPrivate()) {
    bubble.append(el("p", { class: "sender", "data-colour": colourOf(message.from?.id ?? 0) }, nameOf(message)));
  }
  if (message.via_bot) bubble.append(el("p", { class: "via" }, `${t("via")} @${message.via_bot.username}`));
  if (message.reply_to_message) bubble.append(quoteOf(message.reply_to_message));
  bubble.append(...media(message));
  const text = message.text ?? message.caption;
  if (text) {
    const box = el("div", { class: "text", dir: "auto" });
    box.append(formatted(text, message.entities ?? message.caption_entities, {
      command: (command) => acts.say(command), link: followLink, more: t("unfold"),
    }));
    bubble.append(box);
  }
  bubble.append(el("span", { class: "meta" },
    message.edit_date ? `${t("edited")} ` : null,
    el("time", { dateTime: new Date(message.date * 1000).toISOString() }, timeOf(message))));
  bubble.append(menuButton(message, own));
  article.append(bubble);
  const keyboard = message.reply_markup?.inline_keyboard;
  if (keyboard) article.append(keyboardOf(message, keyboard));
  nodes.set(message.message_id, article);
  return article;
}

function serviceText(message) {
  if (message.new_chat_members) return `${nameOf(message)} + ${message.new_chat_members.map((p) => p.first_name).join(", ")}`;
  return null;
}

function media(message) {
  if (message.photo) {
    const photo = message.photo.at(-1);
    const source = `/files/${encodeURIComponent(photo.file_id)}`;
    const alt = message.caption ? plain(message) : t("photo");
    const image = el("img", { src: source, alt, width: photo.width, height: photo.height, onload: () => { if (atEnd()) toEnd(); } });
    return [el("button", { type: "button", class: "photo", onclick: () => enlarge(source, alt) }, image)];
  }
  if (message.document) {
    const { file_id: id, file_name: name = t("document"), file_size: size } = message.document;
    return [el("a", { class: "file", href: `/files/${encodeURIComponent(id)}`, download: name },
      el("span", { class: "file-icon" }, icon("doc")),
      el("span", {}, el("strong", {}, name), el("small", {}, sizeOf(size))))];
  }
  for (const [kind, sign] of [["location", "📍"], ["voice", "🎤"], ["sticker", "🙂"]]) {
    if (message[kind]) return [el("p", { class: `thing ${kind}` }, `${sign} ${t(kind)}`)];
  }
  return [];
}

function enlarge(source, alt) {
  ask(t("photo"), el("img", { class: "large", src: source, alt }), [{ label: t("close"), value: null }]);
}

function quoteOf(replied) {
  const node = el("button", { type: "button", class: "quote", "data-colour": colourOf(replied.from?.id ?? 0) },
    el("strong", {}, nameOf(replied)), el("span", {}, plain(replied).slice(0, 120)));
  node.addEventListener("click", () => {
    const target = nodes.get(replied.message_id);
    target?.scrollIntoView({ block: "center", behavior: "smooth" });
    target?.classList.add("flash");
    setTimeout(() => target?.classList.remove("flash"), 1200);
  });
  return node;
}

function menuButton(message, own) {
  const button = el("button", { type: "button", class: "message-menu", "aria-haspopup": "menu", "aria-expanded": "false",
    "aria-label": `${t("messageMenu")}: ${plain(message).slice(0, 40)}` }, icon("down"));
  const open = () => {
    const items = [
      { label: t("reply"), act: () => acts.reply(message) },
      { label: t("copy"), act: () => copy(plain(message)) },
    ];
    if (own && message.text && !message.via_bot) items.push({ label: t("edit"), act: () => acts.edit(message) });
    if (own || isPrivate()) {
      items.push({ label: t("remove"), danger: true, act: () => deed("delete", { message_id: message.message_id }) });
    }
    openMenu(button, items, t("messageMenu"));
  };
  button.addEventListener("click", open);
  return button;
}

export async function copy(text) {
  try { await navigator.clipboard.writeText(text); toast(t("copied")); } catch { toast(text); }
}

function keyboardOf(message, rows) {
  return el("div", { class: "keyboard", role: "group" }, ...rows.map((row, at) =>
    el("div", {}, ...row.map((button, column) => buttonOf(message, button, at, column)))));
}

function buttonOf(message, button, row, column) {
  const node = el("button", { type: "button" }, el("span", {}, button.text));
  if (button.style) node.dataset.style = button.style;
  if (button.url) { node.dataset.kind = "url"; node.append(el("i", { "aria-hidden": "true" }, "↗")); }
  else if ("switch_inline_query" in button || button.switch_inline_query_chosen_chat) {
    node.dataset.kind = "share"; node.append(el("i", { "aria-hidden": "true" }, "➦"));
  } else if (button.copy_text) { node.append(el("i", { "aria-hidden": "true" }, "⧉")); }
  node.addEventListener("click", async () => {
    if (button.url) {
      const url = safeAddress(button.url);
      if (url && !followLink(url)) window.open(url.href, "_blank", "noopener,noreferrer");
    } else if ("switch_inline_query_current_chat" in button) {
      acts.inline(button.switch_inline_query_current_chat);
    } else if ("switch_inline_query" in button || button.switch_inline_query_chosen_chat) {
      acts.share(button.switch_inline_query ?? button.switch_inline_query_chosen_chat.query ?? "");
    } else if (button.copy_text) {
      copy(button.copy_text.text);
    } else if (button.callback_data !== undefined) {
      node.setAttribute("aria-busy", "true");
      const result = await deed("press", { message_id: message.message_id, row, column });
      if (!result) { node.removeAttribute("aria-busy"); return; }
      if (answered.has(result.id)) settle(node, answered.get(result.id));
      else waiting.set(result.id, node);
    }
  });
  return node;
}

const answered = new Map();

export function callbackAnswered(answer) {
  if (answer.person_id !== store.person) return;
  const node = waiting.get(answer.id);
  if (node) { waiting.delete(answer.id); settle(node, answer); }
  else answered.set(answer.id, answer);
}

function settle(node, answer) {
  answered.delete(answer.id);
  node.removeAttribute("aria-busy");
  if (answer.text && answer.show_alert) {
    ask(store.bot.first_name, el("p", {}, answer.text), [{ label: t("ok"), value: true }]);
  } else if (answer.text) toast(answer.text);
}

// Links to the bot itself stay on the stage: t.me/<bot>?start=… is said in the private chat.
function followLink(url) {
  const bot = store.bot.username.toLowerCase();
  if (!["t.me", "telegram.me"].includes(url.hostname) || url.pathname.slice(1).toLowerCase() !== bot) return false;
  acts.openPrivate(url.searchParams.get("start"));
  return true;
}

export function plain(message) {
  const text = message.text ?? message.caption ?? "";
  if (text) return text;
  for (const kind of ["photo", "document", "location", "voice", "sticker"]) if (message[kind]) return t(kind);
  return "";
}

export function nameOf(message) {
  return message.sender_chat?.title ?? message.from?.first_name ?? here().title;
}

const timeOf = (message) =>
  new Intl.DateTimeFormat(lang(), { hour: "numeric", minute: "2-digit" }).format(message.date * 1000);

function dayOf(message) {
  const date = new Date(message.date * 1000);
  if (date.toDateString() === new Date().toDateString()) return t("today");
  return new Intl.DateTimeFormat(lang(), { day: "numeric", month: "long" }).format(date);
}

const sizeOf = (bytes) =>
  bytes < 1024 ? `${bytes} B` : `${new Intl.NumberFormat(lang(), { maximumFractionDigits: 1 }).format(bytes / 1024)} KB`;

export const lastOwn = () =>
  shownMessages().findLast((message) => message.from?.id === me().id && message.text && !message.via_bot);
export { find };
