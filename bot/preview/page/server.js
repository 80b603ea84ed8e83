// The road to the server: deeds by POST, news by server-sent events.

import { toast } from "./dom.js";
import { store } from "./store.js";
import { t } from "./texts.js";

export async function deed(kind, more = {}) {
  const body = JSON.stringify({ kind, person: store.person, chat: store.chat, ...more });
  try {
    const response = await fetch("/api/deed", {
      method: "POST", headers: { "content-type": "application/json" }, body,
    });
    const result = await response.json();
    if (!response.ok) { toast(result.error); return null; }
    return result;
  } catch {
    toast(t("offline"));
    return null;
  }
}

export async function post(path, body, type = "application/json") {
  const response = await fetch(path, { method: "POST", headers: { "content-type": type }, body });
  const result = await response.json().catch(() => ({ error: response.statusText }));
  if (!response.ok) toast(result.error);
  return response.ok ? result : null;
}

export const load = async (path) => (await fetch(path)).json();

export function follow(after, on, lost) {
  const source = new EventSource(`/api/events?after=${after}`);
  for (const [kind, handle] of Object.entries(on)) {
    source.addEventListener(kind, (event) => handle(JSON.parse(event.data), source));
  }
  source.onopen = () => lost(false);
  source.onerror = () => lost(true);
}
