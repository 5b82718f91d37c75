// A case as it stands. The keys it knows are shown in their own way, what else
// there is in a plain one: nothing is kept back.
import { el, when, words, plainDate } from "./dom.js";
import { same } from "./sent.js";

const own = ["reference", "kind", "status", "stage", "deadlines", "log", "flags", "files"];
const quoted = ["statement", "outcome"];
const labels = {
  received_at: "Received", statement: "What is wrong", outcome: "What should happen", safe_contact: "Safe to contact",
  contacted_by: "Who wrote", on_behalf_of: "On behalf of", complainant: "Complaint of",
};

export function showCases(box, { cases, now }) {
  if (!box || same(box, [cases, plainDate(now)])) return;
  const list = Array.isArray(cases) ? cases : [];
  if (!list.length) return box.replaceChildren(el("div", { class: "card empty" }, "No case yet. It opens with the first complaint."));
  const was = new Map([...box.querySelectorAll("details")].map((d) => [d.dataset.ref, d.open]));
  box.replaceChildren(...list.map((c, i) => card(c, now, (ref, usual) => was.get(ref) ?? usual, i === 0)));
}

// card shows one case; open says whether a part was open when last drawn.
function card(c, now, open, first) {
  const tags = [c.kind, c.status, c.stage && `Stage: ${words(c.stage)}`].filter(Boolean);
  return el("details", { class: "card case", open: open(String(c.reference), first), "data-ref": c.reference },
    el("summary", {}, el("b", {}, String(c.reference ?? "A case")), ...tags.map((t) => el("span", { class: "tag" }, words(t)))),
    el("div", { class: "case-body" }, facts(c), deadlines(c.deadlines, now), log(c, open), others(c, open)));
}

const first = Object.keys(labels).concat("advocate", "contacts");

function facts(c) {
  const dl = list(c, first.filter((k) => k in c));
  if (c.files?.length) dl.append(el("dt", {}, "Files"), el("dd", {}, c.files.map((f) => f.name || "a file without a name").join(", ")));
  if (c.flags?.length) {
    dl.append(el("dt", {}, "Flags"), el("dd", { class: "tags" }, ...c.flags.map((f) => el("span", { class: "tag soon" }, words(f)))));
  }
  return dl;
}

// others is what else there is.
function others(c, open) {
  const rest = Object.keys(c).filter((k) => !own.includes(k) && !first.includes(k)), ref = `${c.reference} rest`;
  if (!rest.length) return "";
  return el("details", { class: "earlier", "data-ref": ref, open: open(ref, false) }, el("summary", {}, "Everything else"), list(c, rest));
}

function list(c, keys) {
  const dl = el("dl", { class: "facts" });
  for (const key of keys) {
    const text = say(c[key]);
    if (!text) continue;
    dl.append(el("dt", {}, labels[key] ?? words(key)), el("dd", { class: quoted.includes(key) ? "quote" : null }, text));
  }
  return dl;
}

// say reads out any value: "yes, independent", "child", "sometimes, not after 20:00".
function say(value) {
  if (value === null || value === undefined || value === "") return "";
  if (Array.isArray(value)) return value.map(say).filter(Boolean).join(", ");
  if (typeof value !== "object") return typeof value === "boolean" ? (value ? "yes" : "no") : when(value);
  const keys = [...plain.filter((k) => k in value), ...Object.keys(value).filter((k) => !plain.includes(k))];
  return keys.map((k) => [say(value[k]), plain.includes(k) ? "" : words(k).toLowerCase() + " "])
    .filter(([text]) => text).map(([text, label]) => label + text).join(", ");
}
const plain = ["safe", "wanted", "role", "source", "name"]; // said first, and without their names

function deadlines(list, now) {
  if (!list?.length) return "";
  const heads = ["What", "Due", "At the latest"].map((h) => el("th", { scope: "col" }, h));
  const rows = list.map((d) => el("tr", {},
    el("th", { scope: "row", "data-label": "What" }, el("span", {}, words(d.step), d.sum ? el("small", {}, ...unbroken(d.sum)) : "")),
    el("td", { class: "nums", "data-label": "Due" }, el("span", {}, el("div", {}, when(d.due)), stands(d, now))),
    el("td", { class: "nums", "data-label": "Latest" }, el("span", {}, d.latest ? when(d.latest) : "–"))));
  return el("div", {}, el("h3", {}, "Deadlines"),
    el("table", { class: "stack" }, el("thead", {}, el("tr", {}, ...heads)), el("tbody", {}, ...rows)));
}

// unbroken keeps the dates of a sum each on one line.
const unbroken = (sum) => String(sum).split(/(\d{4}-\d\d-\d\d)/).map((s, i) => (i % 2 ? el("span", { class: "nums" }, s) : s));

function stands(d, now) {
  if (d.met || d.done) return el("span", { class: "tag well" }, "Done");
  if (!d.due) return "";
  const days = Math.round((Date.parse(String(d.due).slice(0, 10)) - Date.parse(plainDate(now))) / 864e5);
  if (days < 0) return el("span", { class: "tag bad" }, `${-days} ${days === -1 ? "day" : "days"} late`);
  if (days === 0) return el("span", { class: "tag soon" }, "Today");
  return el("span", { class: days <= 2 ? "tag soon" : "tag" }, `In ${days} ${days === 1 ? "day" : "days"}`);
}

const recent = 6; // entries of the log that are always in sight

function log({ reference, log: list }, open) {
  if (!list?.length) return "";
  const ref = `${reference} log`, cut = Math.max(0, list.length - recent);
  const earlier = cut && el("details", { class: "earlier", "data-ref": ref, open: open(ref, false) },
    el("summary", {}, `Earlier: ${cut}`), el("ol", { class: "timeline" }, ...list.slice(0, cut).map(entry)));
  return el("div", {}, el("h3", {}, "What happened"), earlier || "", el("ol", { class: "timeline" }, ...list.slice(cut).map(entry)));
}

const entry = (e) => el("li", {},
  el("p", {}, [when(e.at), e.who && words(e.who), e.what && words(e.what)].filter(Boolean).join(" · ")),
  e.text ? el("q", {}, e.text) : "");
