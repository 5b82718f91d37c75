// Small tools: making elements, and saying times and numbers as people do.

// el makes an element. Strings become text, never markup: all that is shown
// here was written by somebody else.
export function el(name, attrs = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attrs)) {
    if (value !== undefined && value !== null && value !== false) node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.filter((c) => c !== null && c !== undefined && c !== ""));
  return node;
}

export const byId = (id) => document.getElementById(id);

// backTo gives the focus back when something is done, unless whoever began it
// has gone on to another place meanwhile: nobody's typing is cut off.
export function backTo(node, begun = node) {
  const at = document.activeElement;
  if (!at || at === document.body || begun.contains(at)) node.focus();
}

const zone = { timeZone: "Europe/London" };
const formats = {
  time: new Intl.DateTimeFormat("en-GB", { ...zone, hour: "2-digit", minute: "2-digit" }),
  day: new Intl.DateTimeFormat("en-GB", { ...zone, weekday: "short", day: "numeric", month: "short" }),
  date: new Intl.DateTimeFormat("en-GB", { ...zone, weekday: "short", day: "numeric", month: "short", year: "numeric" }),
  plain: new Intl.DateTimeFormat("en-CA", { ...zone, year: "numeric", month: "2-digit", day: "2-digit" }),
};
const tidy = (s) => s.replace(/,/g, "");
export const timeOf = (at) => formats.time.format(new Date(at));
export const dayOf = (at) => tidy(formats.day.format(new Date(at)));
export const dateOf = (at) => tidy(formats.date.format(new Date(at)));
export const plainDate = (at) => formats.plain.format(new Date(at));

// when says a moment, a date, or whatever else it is given, readably.
export function when(value) {
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return dateOf(value + "T12:00:00Z");
  if (/^\d{4}-\d\d-\d\dT/.test(value)) return `${dateOf(value)}, ${timeOf(value)}`;
  return String(value ?? "");
}

// words turns stage1_request into "Stage1 request".
export function words(name) {
  const s = String(name ?? "").replace(/[_-]+/g, " ").replace(/^(stage)(\d)/, "$1 $2");
  return s.charAt(0).toUpperCase() + s.slice(1);
}

export const bare = (address) => address.replace(/^whatsapp:/, "");

export async function post(path, body) {
  const res = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  if (!res.ok) throw new Error((await res.text()).trim() || `answered ${res.status}`);
  return res.status === 204 ? null : res.json();
}

let fading;
// notice tells what went wrong with something that was asked for.
export function notice(text) {
  const box = byId("notice");
  clearTimeout(fading);
  box.textContent = text;
  box.hidden = !text;
  if (text) fading = setTimeout(() => { box.hidden = true; }, 12000);
}
