// The curator's panel: how the last answers came about, the standing of the knowledge, updates to publish.

import { $, el, toast } from "./dom.js";
import { post } from "./server.js";
import { lang, store } from "./store.js";
import { t } from "./texts.js";

const percent = (x) => new Intl.NumberFormat(lang(), { style: "percent", maximumFractionDigits: 0 }).format(x);
const number = (x) => new Intl.NumberFormat(lang(), { maximumFractionDigits: 1 }).format(x);

export function draw() {
  $("panel-title").textContent = t("panel");
  $("hide-panel").setAttribute("aria-label", t("close"));
  insight();
  knowledge();
}

export function insight() {
  const last = store.insights.at(-1);
  if (!last) { $("insight").replaceChildren(el("p", { class: "hint" }, t("noInsight"))); return; }
  const kind = last.kind === "none" ? "nothing" : last.kind;
  const box = [
    el("p", { class: "question", dir: "auto" }, last.question || "—"),
    el("p", { class: "chips" },
      el("span", { class: `chip ${last.kind}` }, t(kind)),
      el("span", { class: "chip" }, last.language),
      last.milliseconds !== null ? el("span", { class: "chip" }, `${number(last.milliseconds)} ms`) : null,
      last.reason ? el("span", { class: "chip" }, last.reason) : null),
    el("dl", {},
      el("dt", {}, t("entry")), el("dd", { class: "entry" }, last.entry ?? "—"),
      el("dt", {}, t("confidence")), el("dd", {}, bar(last.confidence))),
  ];
  if (last.mentions.length) {
    box.push(el("h3", {}, t("recognised")), el("p", { class: "chips" }, ...last.mentions.map((m) =>
      el("span", { class: "chip" }, el("b", {}, m.id), ` ${m.kind}`))));
  }
  const others = last.candidates.filter((c) => c.entry !== last.entry);
  if (others.length) {
    box.push(el("h3", {}, t("runners")), el("ol", { class: "runners" }, ...others.map((c) =>
      el("li", {}, el("span", {}, c.entry), bar(c.confidence)))));
  }
  $("insight").replaceChildren(...box);
}

function bar(confidence) {
  const fill = el("i", {});
  fill.style.width = `${Math.round(confidence * 100)}%`;
  return el("span", { class: "bar-of" }, el("span", { class: "track", "aria-hidden": "true" }, fill), el("span", {}, percent(confidence)));
}

export function knowledge() {
  const now = store.knowledge;
  const broken = now.standing === "broken";
  $("knowledge").dataset.reloads = now.reloads;
  $("knowledge").replaceChildren(
    el("h3", {}, t("knowledge")),
    el("p", { class: `standing ${now.standing}` }, broken ? t("broken", now.problems.length) : t(now.standing)),
    el("p", { class: "hint" }, t("counts", now)),
    el("p", { class: "hint path" }, now.folder));
  const banner = $("broken");
  banner.hidden = !broken;
  banner.replaceChildren(...(broken ? [
    el("strong", {}, t("broken", now.problems.length)),
    el("ul", {}, ...now.problems.slice(0, 5).map((p) => el("li", {},
      el("code", {}, p.line ? `${p.file}:${p.line}` : p.file), ` ${p.message}${p.hint ? ` ${p.hint}` : ""}`))),
  ] : []));
  updates(now.updates);
}

function updates(list) {
  const rows = list.map((update) => el("li", {},
    el("div", {}, el("strong", {}, update.title[lang()] ?? Object.values(update.title)[0]),
      el("small", {}, `${dateOf(update.date)} · ${update.topics.join(", ")}`)),
    el("button", { type: "button", class: "primary small", "aria-label": `${t("publish")}: ${update.id}`,
      onclick: () => publish(update.id) }, t("publish"))));
  $("updates").replaceChildren(el("h3", {}, t("updates")),
    rows.length ? el("ul", { class: "updates" }, ...rows) : el("p", { class: "hint" }, t("noUpdates")));
}

async function publish(id) {
  const result = await post("/api/publish", JSON.stringify({ update: id }));
  if (result) toast(result.sent ? t("published", result.chats) : t("again"));
}

const dateOf = (date) => new Intl.DateTimeFormat(lang(), { dateStyle: "medium", timeZone: "UTC" }).format(new Date(`${date}T00:00Z`));
