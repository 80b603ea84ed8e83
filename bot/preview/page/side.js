// The list of chats and the switch between people.

import { $, el, openMenu, picture } from "./dom.js";
import { plain } from "./messages.js";
import { deed } from "./server.js";
import { here, isPrivate, lang, me, placeKey, store, visibleChats } from "./store.js";
import { LANGUAGES, t } from "./texts.js";

let acts = {};

export function connect(given) {
  acts = given;
  $("person").addEventListener("click", () => openMenu($("person"), [
    ...[...store.people.values()].map((person) => ({
      label: `${person.first_name} · ${LANGUAGES[person.language_code] ?? person.language_code}`,
      checked: person.id === store.person, act: () => acts.become(person.id),
    })),
  ], t("person")));
  $("chat-menu").addEventListener("click", () => openMenu($("chat-menu"), chatMenu(), t("more")));
}

function chatMenu() {
  const languages = Object.entries(LANGUAGES).map(([code, name]) => ({
    label: name, checked: code === lang(),
    act: async () => { if (await deed("language", { language: code })) { me().language_code = code; acts.redraw(); } },
  }));
  const stand = (label, standing, danger = false) => ({ label: t(label), danger, act: () => deed("standing", { standing }) });
  const bot = here().bot;
  if (isPrivate()) return [...languages, bot === "kicked" ? stand("unblock", "member") : stand("block", "kicked", true)];
  if (bot === "left" || bot === "kicked") return [...languages, stand("add", "member")];
  return [...languages, ...(bot === "administrator" ? [] : [stand("admin", "administrator")]), stand("dismiss", "kicked", true)];
}

export function draw() {
  const person = me();
  document.documentElement.lang = lang();
  $("person").replaceChildren(
    picture(el("span", { class: "picture", "aria-hidden": "true" }), person.first_name, person.id),
    el("span", { class: "titles" }, el("strong", {}, person.first_name), el("small", {}, LANGUAGES[lang()] ?? lang())));
  $("person").setAttribute("aria-label", `${t("whose", person.first_name)}, ${LANGUAGES[lang()] ?? lang()}. ${t("person")}`);
  $("about-preview").textContent = t("preview");
  $("side").setAttribute("aria-label", t("chats"));
  $("side-title").textContent = t("chats");
  $("chats").replaceChildren(...visibleChats().flatMap(rows));
  header();
}

function rows(chat) {
  const name = chat.type === "private" ? store.bot.first_name : chat.title;
  if (!chat.is_forum) return [row(chat, null, name)];
  const heading = el("li", { class: "forum" }, picture(el("span", { class: "picture", "aria-hidden": "true" }), name, chat.id),
    el("span", { class: "titles" }, el("strong", {}, name), el("small", {}, t("members", chat.members.length + 1))));
  return [heading, row(chat, null, t("general"), true),
    ...chat.topics.map((topic) => row(chat, topic.id, topic.name, true))];
}

function row(chat, thread, name, topic = false) {
  const current = store.chat === chat.id && store.thread === thread;
  const last = chat.messages.findLast((m) => !chat.is_forum || (m.message_thread_id ?? null) === thread);
  const count = store.unread.get(placeKey(chat.id, thread)) ?? 0;
  const button = el("button", { type: "button", class: topic ? "topic" : "", "aria-current": current ? "true" : null,
    onclick: () => acts.open(chat.id, thread) },
  topic ? el("span", { class: "hash", "aria-hidden": "true" }, "#")
    : picture(el("span", { class: "picture", "aria-hidden": "true" }), name, chat.type === "private" ? store.bot.id : chat.id),
  el("span", { class: "titles" }, el("strong", {}, name), el("small", {}, last ? plain(last) : " ")));
  if (count) button.append(el("span", { class: "count", "aria-label": t("unread", count) }, String(count)));
  return el("li", {}, button);
}

export function header() {
  const chat = here();
  const topic = chat.topics?.find((one) => one.id === store.thread);
  const name = chat.type === "private" ? store.bot.first_name : chat.title;
  $("title").textContent = chat.is_forum ? `${name} · ${topic?.name ?? t("general")}` : name;
  picture($("chat-picture"), name, chat.type === "private" ? store.bot.id : chat.id);
  const typing = store.typing.get(placeKey(chat.id, store.thread));
  const away = chat.type !== "private" && ["left", "kicked"].includes(chat.bot);
  const standing = chat.type === "private" ? t("bot") : t("members", chat.members.length + (away ? 0 : 1));
  $("subtitle").textContent = typing ? t("typing") : away ? `${standing}, ${t("away")}` : standing;
  $("subtitle").classList.toggle("typing", Boolean(typing));
  for (const [id, key] of [["back", "back"], ["theme", "theme"], ["chat-menu", "more"], ["show-panel", "panel"], ["to-end", "end"]]) {
    $(id).setAttribute("aria-label", t(key));
    $(id).title = t(key);
  }
  $("scroll").setAttribute("aria-label", t("messages"));
}
