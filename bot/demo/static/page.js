"use strict";

const WORDS = {
  id: { demo: "demo sekolah", clock: "Jam sekolah", hour: "+1 jam", hours: "+6 jam", day: "+1 hari",
    tasks: "Tugas guru:", send: "Kirim", attach: "Lampiran", unquote: "Batal kutip", quote: "Kutip",
    write: "Tulis pesan", waiting: n => `${n} pesan tertunda (jam tenang atau menunggu dibuka)`,
    quoting: t => `Mengutip: ${t}`, sent: "terkirim", phones: "Telepon",
    offline: "Demo tidak menjawab. Apakah masih berjalan?", refused: "Tidak diterima. Coba lagi.",
    hint: "Tulis apa saja sebagai salah satu dari mereka, atau pilih contoh di bawah percakapan. Majukan jam untuk melihat pengingat, rapat, dan kunjungan tiba.",
    tries: "Contoh kalimat",
    other: "English", otherLang: "en" },
  en: { demo: "demo school", clock: "School time", hour: "+1 hour", hours: "+6 hours", day: "+1 day",
    tasks: "Staff tasks:", send: "Send", attach: "Attach", unquote: "Do not quote", quote: "Quote",
    write: "Write a message", waiting: n => `${n} held (quiet hours, or until opened)`,
    quoting: t => `Quoting: ${t}`, sent: "sent", phones: "Telephones",
    offline: "The demo does not answer. Is it still running?", refused: "Not accepted. Try again.",
    hint: "Write anything as one of them, or pick an example below the conversation. Move the clock to see reminders, meetings and visits come.",
    tries: "Example sentences",
    other: "Indonesia", otherLang: "id" },
};
const CHANNELS = { telegram: "Telegram", whatsapp: "WhatsApp" };
const phones = new Map();
let language = "id";
let problem = "";
let moving = Promise.resolve();
const say = name => WORDS[language][name];
const byId = id => document.getElementById(id);

function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

async function post(path, body) {
  const json = !(body instanceof FormData);
  const answer = await fetch(path, {
    method: "POST",
    body: json ? JSON.stringify(body) : body,
    headers: json ? { "Content-Type": "application/json" } : {},
  });
  if (!answer.ok) throw new Refused(String(answer.status));
  await refresh();
}

class Refused extends Error {}

function complain(name) {
  if (name === problem) return;
  problem = name;
  byId("problem").hidden = !name;
  byId("problem").textContent = name ? say(name) : "";
}

function attempt(work) {
  return work().then(() => complain(""), error => complain(error instanceof Refused ? "refused" : "offline"));
}

function poll() {
  return refresh().then(() => { if (problem === "offline") complain(""); }, () => complain("offline"));
}

function createPhone(phone) {
  const section = byId("phone").content.cloneNode(true).querySelector("section");
  section.id = `phone-${phone.id}`;
  section.classList.add(phone.channel);
  section.setAttribute("aria-label", phone.name);
  section.querySelector("h2").append(phone.name, make("small", { textContent: CHANNELS[phone.channel] }));
  const form = section.querySelector("form");
  const text = form.querySelector("textarea");
  const made = { section, log: section.querySelector(".log"), form, text, seen: new Map(), quoted: null, drawn: false };
  made.log.setAttribute("aria-label", phone.name);
  text.addEventListener("keydown", event => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  form.addEventListener("submit", event => {
    event.preventDefault();
    const body = { phone: phone.id, text: text.value, quoted: made.quoted };
    text.value = "";
    quote(made, null);
    attempt(() => post("/demo/say", body).catch(error => {
      text.value = text.value || body.text;
      throw error;
    }));
  });
  form.querySelector("input[type=file]").addEventListener("change", event => {
    const body = new FormData();
    body.append("phone", phone.id);
    body.append("text", text.value);
    body.append("file", event.target.files[0]);
    text.value = "";
    event.target.value = "";
    attempt(() => post("/demo/file", body));
  });
  section.querySelector(".tries").append(...phone.tries.map(words => {
    const example = make("button", { type: "button", textContent: words, lang: "id" });
    example.addEventListener("click", () => {
      text.value = words;
      text.focus();
    });
    return example;
  }));
  form.querySelector(".quoting button").addEventListener("click", () => quote(made, null));
  byId("phones").append(section);
  made.tab = addTab(phone, section);
  phones.set(phone.id, made);
  translate();
  return made;
}

function addTab(phone, section) {
  const tab = make("button", { type: "button", textContent: phone.name.split(" · ")[0] });
  tab.setAttribute("aria-controls", section.id);
  tab.addEventListener("click", () => choose(tab, section));
  byId("tabs").append(tab);
  if (byId("tabs").children.length === 1) choose(tab, section);
  else { section.classList.add("away"); tab.setAttribute("aria-pressed", "false"); }
  return tab;
}

function choose(tab, section) {
  for (const other of byId("tabs").children) other.setAttribute("aria-pressed", String(other === tab));
  tab.classList.remove("news");
  for (const other of byId("phones").children) other.classList.toggle("away", other !== section);
}

function quote(made, bubble) {
  made.quoted = bubble ? bubble.message : null;
  const shown = made.form.querySelector(".quoting");
  shown.hidden = !bubble;
  if (bubble) {
    shown.querySelector("span").textContent = say("quoting")(bubble.text.slice(0, 40));
    made.text.focus();
  }
}

function drawFile(file) {
  if (!file.url) return make("span", { textContent: `📎 ${file.name}` });
  if (file.kind === "photo") return make("img", { src: file.url, alt: file.name });
  if (file.kind === "voice") return make("audio", { src: file.url, controls: true });
  return make("a", { href: file.url, textContent: `📎 ${file.name}`, download: file.name });
}

function linked(text) {
  return text.split(/(https?:\/\/[^\s<>"]*[^\s<>".,!?)])/).map((part, position) => position % 2
    ? make("a", { href: part, textContent: part, target: "_blank", rel: "noopener" }) : part);
}

function drawBubble(phone, made, bubble) {
  const article = make("article", { className: `bubble${bubble.mine ? " mine" : ""}` });
  article.append(...bubble.files.map(drawFile));
  if (bubble.text) article.append(make("p", {}, ...linked(bubble.text)));
  if (bubble.buttons.length) {
    article.append(make("div", { className: "buttons" }, ...bubble.buttons.map((label, position) => {
      const button = make("button", { type: "button", textContent: label });
      button.addEventListener("click", () => attempt(() => post("/demo/tap",
        { phone: phone.id, message: bubble.message, position, label })));
      return button;
    })));
  }
  const foot = make("footer", {}, make("span", { textContent: bubble.at }));
  if (bubble.mine) {
    const tick = make("span", { textContent: "✓✓" });
    tick.setAttribute("role", "img");
    tick.dataset.label = "sent";
    tick.setAttribute("aria-label", say("sent"));
    foot.append(tick);
  } else {
    const button = make("button", { type: "button", textContent: say("quote") });
    button.dataset.t = "quote";
    button.addEventListener("click", () => quote(made, bubble));
    foot.prepend(button);
  }
  article.append(foot);
  return article;
}

function drawPhone(phone) {
  const made = phones.get(phone.id) || createPhone(phone);
  for (const bubble of phone.bubbles) {
    const shape = JSON.stringify([bubble.text, bubble.files.map(file => Boolean(file.url)), bubble.buttons]);
    const known = made.seen.get(bubble.id);
    if (known && known.shape === shape) continue;
    const element = drawBubble(phone, made, bubble);
    if (known) known.element.replaceWith(element);
    else made.log.firstElementChild.append(element);
    made.seen.set(bubble.id, { shape, element });
    if (bubble.mine) made.log.scrollTop = 0;
    made.tab.classList.toggle("news", made.drawn && made.section.classList.contains("away"));
  }
  made.drawn = true;
  const waiting = made.section.querySelector(".waiting");
  waiting.hidden = phone.waiting === 0;
  const words = say("waiting")(phone.waiting);
  if (waiting.textContent !== words) waiting.textContent = words;
}

async function refresh() {
  const answer = await fetch("/demo/state");
  if (!answer.ok) throw new Error(String(answer.status));
  const state = await answer.json();
  byId("clock").textContent = state.clock[language];
  byId("tasks").textContent = String(state.tasks);
  state.phones.forEach(drawPhone);
}

/* A press while the clock still moves waits for its turn. */
function move(minutes) {
  const clock = document.querySelector(".clock");
  const moved = moving.catch(() => {}).then(() => post("/demo/clock", { minutes }));
  moving = moved;
  clock.setAttribute("aria-busy", "true");
  return moved.finally(() => { if (moving === moved) clock.removeAttribute("aria-busy"); });
}

function translate() {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-t]")) element.textContent = say(element.dataset.t);
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", say(element.dataset.label));
  for (const made of phones.values()) made.text.placeholder = say("write");
  byId("language").textContent = say("other");
  byId("language").lang = say("otherLang");
}

for (const button of document.querySelectorAll("[data-minutes]")) {
  button.addEventListener("click", () => attempt(() => move(Number(button.dataset.minutes))));
}
byId("language").addEventListener("click", () => {
  language = language === "id" ? "en" : "id";
  translate();
  poll();
});
poll();
setInterval(poll, 1000);
