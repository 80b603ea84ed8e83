// What the page knows: people, chats with their messages, who is looking at what.

export const store = {
  bot: null,
  people: new Map(),
  chats: new Map(),
  person: 0,
  chat: 0,
  thread: null,
  unread: new Map(),
  typing: new Map(),
  insights: [],
  knowledge: null,
};

export function fill(snapshot) {
  store.bot = snapshot.bot;
  store.people = new Map(snapshot.people.map((person) => [person.id, person]));
  store.chats = new Map(snapshot.chats.map((chat) => [chat.id, chat]));
  store.insights = snapshot.insights;
  store.knowledge = snapshot.knowledge;
  if (!store.people.has(store.person)) store.person = snapshot.people[0].id;
  if (!visibleChats().some((chat) => chat.id === store.chat)) store.chat = store.person;
}

export const me = () => store.people.get(store.person);
export const here = () => store.chats.get(store.chat);
export const lang = () => (me()?.language_code ?? "en").slice(0, 2);
export const isPrivate = () => store.chat === store.person;

export function visibleChats(person = store.person) {
  return [...store.chats.values()].filter((chat) =>
    chat.type === "private" ? chat.id === person : chat.members.includes(person));
}

export const inThread = (message) =>
  (message.message_thread_id ?? null) === (here()?.is_forum ? store.thread : message.message_thread_id ?? null);

export const shownMessages = () => here().messages.filter(inThread);
export const placeKey = (chat, thread) => `${chat}/${thread ?? ""}`;
export const find = (chat, id) => store.chats.get(chat)?.messages.find((message) => message.message_id === id);

export function put(chatId, message) {
  const messages = store.chats.get(chatId)?.messages;
  if (!messages) return false;
  const at = messages.findIndex((other) => other.message_id === message.message_id);
  if (at >= 0) { messages[at] = message; return false; }
  messages.push(message);
  return true;
}

export function drop(chatId, id) {
  const chat = store.chats.get(chatId);
  if (chat) chat.messages = chat.messages.filter((message) => message.message_id !== id);
}
