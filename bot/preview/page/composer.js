// Writing: text, commands, inline mode, replies and edits.

import { $, el, icon, openMenu } from "./dom.js";
import { lastOwn, nameOf, plain } from "./messages.js";
import { deed, post } from "./server.js";
import { here, inThread, isPrivate, store } from "./store.js";
import { t } from "./texts.js";

const state = { reply: null, editing: null, commands: [], options: [], at: -1, inline: null, timer: 0, acts: {} };
const field = () => $("text");

export function connect(acts) {
  state.acts = acts;
  $("composer").addEventListener("submit", (event) => { event.preventDefault(); submit(); });
  field().addEventListener("input", typed);
  field().addEventListener("keydown", key);
  $("commands").addEventListener("click", () => {
    if ($("popup").hidden) { showCommands(state.commands); field().focus(); } else hidePopup();
  });
  $("attach").addEventListener("click", () => openMenu($("attach"), [
    { label: t("file"), act: () => $("file").click() },
    ...["location", "voice", "sticker"].map((what) => ({ label: t(what), act: () => deed("attach", { what, thread: store.thread }) })),
  ], t("attach")));
  $("file").addEventListener("change", async () => {
    const [file] = $("file").files;
    $("file").value = "";
    if (!file) return;
    const where = new URLSearchParams({ person: store.person, chat: store.chat, name: file.name });
    await post(`/api/upload?${where}`, file, file.type || "application/octet-stream");
  });
  $("start").addEventListener("click", () => say("/start"));
}

export function draw(profile) {
  state.commands = profile.commands;
  const chat = here();
  const fresh = isPrivate() && !chat.messages.length;
  const blocked = isPrivate() && chat.bot === "kicked";
  $("start").hidden = !fresh && !blocked;
  $("start").textContent = blocked ? t("unblock") : t("start");
  $("start").dataset.blocked = String(blocked);
  document.querySelector("#composer .row").hidden = blocked;
  $("commands").hidden = !state.commands.length;
  $("commands").querySelector("span").textContent = t("menu");
  $("commands").setAttribute("aria-label", t("commands"));
  for (const [id, key] of [["attach", "attach"], ["send", "send"]]) $(id).setAttribute("aria-label", t(key));
  field().placeholder = t("write");
  field().setAttribute("aria-label", t("write"));
}

export function clear() {
  state.reply = null;
  state.editing = null;
  setText("");
  about();
  hidePopup();
}

export function setText(text, focus = false) {
  field().value = text;
  grow();
  if (focus) { field().focus(); field().setSelectionRange(text.length, text.length); }
}

export function startInline(query) {
  setText(`@${store.bot.username} ${query}`, true);
  typed();
}

export function reply(message) { state.reply = message; state.editing = null; about(); field().focus(); }

export function edit(message) {
  state.editing = message;
  state.reply = null;
  about();
  setText(message.text, true);
}

export async function say(text) {
  if ($("start").dataset.blocked === "true" && isPrivate()) { await deed("standing", { standing: "member" }); return; }
  await deed("say", { text, thread: store.thread, reply_to: state.reply?.message_id ?? null });
  state.reply = null;
  about();
}

async function submit() {
  if (state.at >= 0 && state.options.length) { choose(state.at); return; }
  const text = field().value.trim();
  if (!text) return;
  const { editing } = state;
  setText("");
  hidePopup();
  if (editing) {
    state.editing = null;
    about();
    if (text !== editing.text) await deed("edit", { message_id: editing.message_id, text });
  } else await say(text);
}

function about() {
  const box = $("about-message");
  const message = state.editing ?? state.reply;
  box.hidden = !message;
  if (!message) return;
  box.replaceChildren(
    icon(state.editing ? "edit" : "reply"),
    el("div", {}, el("strong", {}, state.editing ? t("editing") : `${t("replyTo")} ${nameOf(message)}`), el("span", {}, plain(message))),
    el("button", { type: "button", class: "round", "aria-label": t("cancel"), onclick: cancel }, icon("close")));
}

function cancel() {
  if (state.editing) setText("");
  state.reply = state.editing = null;
  about();
  field().focus();
}

function grow() {
  field().style.height = "";
  if (!field().value) return;
  field().style.height = `${Math.min(field().scrollHeight, 160)}px`;
}

function typed() {
  grow();
  const text = field().value;
  const inline = inlineQuery(text);
  clearTimeout(state.timer);
  if (inline !== null) {
    state.timer = setTimeout(() => queryInline(inline), 150);
  } else if (/^\/\w*$/.test(text) && !state.editing) {
    showCommands(state.commands.filter((c) => `/${c.command}`.startsWith(text.toLowerCase())));
  } else hidePopup();
}

function inlineQuery(text) {
  const name = `@${store.bot.username} `;
  return text.toLowerCase().startsWith(name.toLowerCase()) ? text.slice(name.length) : null;
}

async function queryInline(query) {
  state.inline = { query };
  const result = await deed("inline", { query: query.slice(0, 256) });
  if (!result || state.inline?.query !== query) return;
  state.inline = { query, id: result.id };
  if (early.has(result.id)) inlineAnswered(early.get(result.id));
}

const early = new Map();

export function inlineAnswered(answer) {
  if (answer.person_id !== store.person) return;
  if (state.inline?.id !== answer.id) { early.set(answer.id, answer); return; }
  early.clear();
  const options = answer.results.map((result) => ({
    node: [el("strong", {}, result.title ?? ""), el("span", {}, result.description ?? "")],
    act: async () => {
      const { id, query } = state.inline;
      setText("");
      hidePopup();
      await deed("pick", { query_id: id, result_id: result.id, query, thread: store.thread });
    },
  }));
  if (answer.button) {
    options.unshift({
      button: true,
      node: [el("strong", {}, answer.button.text)],
      act: () => { setText(""); hidePopup(); state.acts.openPrivate(answer.button.start_parameter); },
    });
  }
  showOptions(options, t("results"), t("none"));
}

function showCommands(commands) {
  showOptions(commands.map((command) => ({
    node: [el("strong", {}, `/${command.command}`), el("span", {}, command.description)],
    act: () => { setText(""); hidePopup(); say(`/${command.command}${isPrivate() ? "" : `@${store.bot.username}`}`); },
  })), t("commands"), null);
  $("commands").setAttribute("aria-expanded", "true");
}

function showOptions(options, label, none) {
  const popup = $("popup");
  state.options = options;
  if (!options.length && !none) { hidePopup(); return; }
  const box = el("ul", { role: "listbox", id: "options", tabIndex: 0, "aria-label": label, onkeydown: key });
  options.forEach((option, index) => {
    const item = el("li", { role: "option", id: `option-${index}`, "aria-selected": "false",
      class: option.button ? "to-private" : "", onmousedown: (event) => event.preventDefault(), onclick: () => choose(index) }, ...option.node);
    box.append(item);
  });
  popup.replaceChildren(options.length ? box : el("p", { role: "status" }, none));
  popup.hidden = false;
  field().setAttribute("aria-controls", "options");
  select(options.length ? 0 : -1);
}

export function hidePopup() {
  state.options = [];
  state.at = -1;
  state.inline = null;
  $("popup").hidden = true;
  field().removeAttribute("aria-activedescendant");
  $("commands").setAttribute("aria-expanded", "false");
}

function select(at) {
  state.at = at;
  $("popup").querySelectorAll("[role=option]").forEach((item, index) => {
    item.setAttribute("aria-selected", String(index === at));
    if (index === at) item.scrollIntoView({ block: "nearest" });
  });
  if (at >= 0) field().setAttribute("aria-activedescendant", `option-${at}`);
}

function choose(index) { state.options[index]?.act(); }

function key(event) {
  const count = state.options.length;
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); submit(); }
  else if (count && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    select((state.at + (event.key === "ArrowDown" ? 1 : -1) + count) % count);
  } else if (event.key === "Escape") {
    if (!$("popup").hidden) hidePopup(); else if (state.editing || state.reply) cancel();
  } else if (event.key === "ArrowUp" && !field().value) {
    const own = lastOwn();
    if (own) { event.preventDefault(); edit(own); }
  }
}

export { inThread };
