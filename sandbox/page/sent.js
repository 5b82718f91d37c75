// What went out, and what waits for an officer.
import { bare, el, timeOf, dayOf, when, words } from "./dom.js";

const most = 200; // rows; the newest are on top

export function showSent(box, { messages, mails = [] }) {
  const out = [...messages.filter((m) => m.direction !== "inbound"), ...mails.filter((m) => m.handed)]
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at) || b.seq - a.seq).slice(0, most);
  if (same(box, out)) return;
  if (!out.length) return box.replaceChildren(el("div", { class: "card empty" }, "Nothing has been sent yet."));
  const heads = ["When", "To", "From", "Text", "Status"].map((h) => el("th", { scope: "col" }, h));
  const scroll = el("div", { class: "card sent-card", tabindex: 0, role: "region", "aria-label": "Messages sent" },
    el("table", { class: "stack" }, el("thead", {}, el("tr", {}, ...heads)), el("tbody", {}, ...out.map(row))));
  box.replaceChildren(scroll);
}

function row(m) {
  if (m.subject !== undefined) return mailRow(m);
  return el("tr", {},
    el("td", { class: "nums", "data-label": "When" }, el("span", {}, timeOf(m.at), el("small", {}, dayOf(m.at)))),
    el("td", { class: "nums", "data-label": "To" }, el("span", {}, bare(m.to), el("small", {}, party(m.to)))),
    el("td", { "data-label": "From" }, el("span", {}, line(m.from), el("small", { class: "nums" }, bare(m.from)))),
    el("td", { class: "what", "data-label": "Text" }, el("span", {}, m.body, parts(m))),
    el("td", { "data-label": "Status" }, el("span", {}, status(m), m.error_code ? el("small", {}, why(m.error_code)) : "")));
}

function mailRow(m) {
  return el("tr", {},
    el("td", { class: "nums", "data-label": "When" }, el("span", {}, timeOf(m.at), el("small", {}, dayOf(m.at)))),
    el("td", { class: "mail-address", "data-label": "To" }, el("span", {}, m.to.join(", "), el("small", {}, "Mail"))),
    el("td", { class: "mail-address", "data-label": "From" }, el("span", {}, m.name || m.from, m.name ? el("small", {}, m.from) : "")),
    el("td", { class: "what", "data-label": "Text" }, el("span", {}, el("b", {}, m.subject), "\n", cut(m.text.trim()))),
    el("td", { "data-label": "Status" }, el("span", {}, el("span", { class: m.outside ? "tag" : "tag well" }, m.outside ? "Outside" : "Delivered"))));
}

// cut keeps the table readable; the whole mail is in its mailbox.
const cut = (text) => (text.length > 240 ? text.slice(0, 240).replace(/\s+\S*$/, " …") : text);

function parts(m) {
  if (m.to.startsWith("whatsapp:") || m.segments < 2) return "";
  return el("small", {}, `${m.segments} parts`);
}

function status(m) {
  const kind = { delivered: "well", read: "well", failed: "bad", undelivered: "bad" }[m.status] ?? "";
  return el("span", { class: `tag ${kind}` }, words(m.status));
}

const reasons = { 30003: "handset is off", 63016: "WhatsApp window closed", 21610: "opted out" };
const why = (code) => [code, reasons[code]].filter(Boolean).join(": ");

// party says whose phone it is, as far as this page knows.
function party(address) {
  const duty = [...document.querySelectorAll("#duty-phone option")].find((o) => o.value === bare(address));
  if (duty) return duty.textContent;
  return address.startsWith("whatsapp:") ? "WhatsApp" : "SMS";
}

function line(address) {
  const key = address.startsWith("whatsapp:") ? "whatsapp" : "sms";
  return [...document.querySelectorAll("#line option")].find((o) => o.dataset[key] === bare(address))?.textContent ?? "";
}

export function showLetters(box, { tasks }) {
  if (!box || same(box, tasks)) return;
  const list = Array.isArray(tasks) ? tasks : [];
  if (!list.length) return box.replaceChildren(el("div", { class: "card empty" }, "No letters are waiting."));
  box.replaceChildren(el("ul", { class: "card letters" }, ...list.map((t) => el("li", {},
    el("p", {}, el("b", {}, String(t.to ?? "")), words(t.template), el("span", { class: "nums" }, when(t.at))),
    el("div", {}, String(t.text ?? ""))))));
}

// same says that a box already shows this, and remembers it otherwise.
export function same(box, value) {
  const text = JSON.stringify(value ?? null);
  if (box.shown === text) return true;
  box.shown = text;
  return false;
}
