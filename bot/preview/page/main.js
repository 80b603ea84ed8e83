// The page: fills the store, follows the events, and lets the parts draw themselves.

import * as composer from "./composer.js";
import { $, ask, el } from "./dom.js";
import * as messages from "./messages.js";
import * as panel from "./panel.js";
import { follow, load } from "./server.js";
import * as side from "./side.js";
import { drop, fill, here, placeKey, put, store, visibleChats } from "./store.js";
import { t } from "./texts.js";

const acts = {
  profile: { commands: [], description: "" },
  say: composer.say,
  reply: composer.reply,
  edit: composer.edit,
  inline: composer.startInline,
  open,
  become,
  redraw: () => open(store.chat, store.thread),
  share,
  openPrivate,
};

async function start() {
  remembered();
  const snapshot = await load("/api/state");
  fill(snapshot);
  for (const part of [messages, composer, side]) part.connect(acts);
  await open(store.chat, store.thread, false);
  follow(snapshot.after, handlers, lost);
  document.body.dataset.ready = "true";
}

const handlers = {
  message({ chat, data }) {
    const thread = data.message_thread_id ?? null;
    const fresh = put(chat, data);
    stopTyping(chat, thread);
    if (!fresh) return;
    const shown = chat === store.chat && (!here().is_forum || thread === store.thread);
    if (shown) { messages.add(data); composer.draw(acts.profile); }
    else if (data.from?.id !== store.person) {
      const place = placeKey(chat, store.chats.get(chat)?.is_forum ? thread : null);
      store.unread.set(place, (store.unread.get(place) ?? 0) + 1);
    }
    side.draw();
  },
  edited({ chat, data }) { put(chat, data); if (chat === store.chat) messages.change(data); side.draw(); },
  deleted({ chat, data }) { drop(chat, data.message_id); if (chat === store.chat) messages.remove(data.message_id); side.draw(); },
  action({ chat, data }) {
    const place = placeKey(chat, data.message_thread_id);
    clearTimeout(store.typing.get(place));
    store.typing.set(place, setTimeout(() => stopTyping(chat, data.message_thread_id), 5000));
    side.header();
  },
  callback_answer({ data }) { messages.callbackAnswered(data); },
  inline_answer({ data }) { composer.inlineAnswered(data); },
  profile() { clearTimeout(handlers.later); handlers.later = setTimeout(profile, 100); },
  member({ chat, bot }) { store.chats.get(chat).bot = bot; side.draw(); profile(); },
  insight(data) { store.insights.push(data); panel.insight(); },
  knowledge(data) { store.knowledge = data; panel.knowledge(); },
  reset() { location.reload(); },
};

function stopTyping(chat, thread) {
  const place = placeKey(chat, thread);
  clearTimeout(store.typing.get(place));
  if (store.typing.delete(place)) side.header();
}

async function profile() {
  acts.profile = await load(`/api/profile?chat=${store.chat}&person=${store.person}`);
  composer.draw(acts.profile);
  const empty = document.querySelector(".empty");
  if (empty) empty.replaceWith(messages.emptyChat());
}

async function open(chat, thread = null, focus = true) {
  if (chat !== store.chat || thread !== store.thread) composer.clear();
  store.chat = chat;
  store.thread = thread;
  store.unread.delete(placeKey(chat, thread));
  view("chat");
  sessionStorage.setItem("place", JSON.stringify([store.person, chat, thread]));
  await profile();
  side.draw();
  panel.draw();
  messages.drawAll();
  if (focus && matchMedia("(hover: hover)").matches) $("text").focus();
}

// On a phone the list and the chat take turns; the one that shows is the main part of the page.
function view(name) {
  $("app").dataset.view = name;
  $("side").setAttribute("role", name === "list" ? "main" : "navigation");
}

function become(person) {
  store.person = person;
  const stays = store.chats.get(store.chat);
  const group = stays.type !== "private" && stays.members.includes(person);
  return group ? open(store.chat, store.thread) : open(person);
}

async function openPrivate(parameter) {
  await open(store.person);
  await composer.say(parameter ? `/start ${parameter}` : "/start");
}

async function share(query) {
  const list = el("ul", { class: "chooser" });
  const choices = visibleChats().flatMap((chat) => chat.is_forum
    ? [{ chat, thread: null, name: `${chat.title} · ${t("general")}` },
      ...chat.topics.map((topic) => ({ chat, thread: topic.id, name: `${chat.title} · ${topic.name}` }))]
    : [{ chat, thread: null, name: chat.type === "private" ? store.bot.first_name : chat.title }]);
  list.append(...choices.map((choice) => el("li", {}, el("button", { type: "button", class: "plain",
    onclick: () => list.closeDialog(choice) }, choice.name))));
  const chosen = await ask(t("share"), list, [{ label: t("cancel"), value: null }]);
  if (!chosen) return;
  await open(chosen.chat.id, chosen.thread);
  composer.startInline(query);
}

function lost(away) {
  $("offline").hidden = !away;
  $("offline").textContent = t("offline");
}

function remembered() {
  try {
    [store.person, store.chat, store.thread] = JSON.parse(sessionStorage.getItem("place")) ?? [0, 0, null];
  } catch { /* nothing was kept */ }
  const theme = localStorage.getItem("theme");
  if (theme) document.documentElement.dataset.theme = theme;
  showPanel(localStorage.getItem("panel") !== "hidden" && innerWidth > 1100);
}

function showPanel(shown) {
  $("app").classList.toggle("with-panel", shown);
  $("show-panel").setAttribute("aria-expanded", String(shown));
}

$("theme").addEventListener("click", () => {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  localStorage.setItem("theme", root.dataset.theme);
});
$("show-panel").addEventListener("click", () => {
  const shown = !$("app").classList.contains("with-panel");
  showPanel(shown);
  localStorage.setItem("panel", shown ? "shown" : "hidden");
});
$("hide-panel").addEventListener("click", () => { showPanel(false); localStorage.setItem("panel", "hidden"); $("show-panel").focus(); });
$("back").addEventListener("click", () => { view("list"); $("chats").querySelector("button")?.focus(); });
$("to-end").addEventListener("click", messages.toEnd);
$("scroll").addEventListener("scroll", () => {
  const { scrollHeight, scrollTop, clientHeight } = $("scroll");
  $("to-end").hidden = scrollHeight - scrollTop - clientHeight < 200;
});

start();
