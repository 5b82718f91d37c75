// A thread draws one conversation as bubbles and keeps to what it has drawn.
import { el, timeOf, dayOf } from "./dom.js";

const wave = "M2 9v4M6 6v10M10 3v16M14 7v8M18 4v14M22 8v6M26 6v10M30 9v4M34 5v12M38 8v6M42 10v2";

export class Thread {
  // press is called with a button of a message that was pressed.
  constructor(box, blank, press = null) {
    this.press = press;
    this.box = box;
    this.list = box.querySelector("ol");
    this.blank = blank;
    this.clear();
  }

  // clear makes room for another conversation, silently.
  clear() {
    const live = this.box.getAttribute("aria-live");
    this.box.setAttribute("aria-live", "off");
    this.list.replaceChildren(el("li", { class: "blank" }, this.blank));
    this.drawn = new Map();
    this.day = "";
    this.settled = false;
    requestAnimationFrame(() => this.box.setAttribute("aria-live", live ?? "polite"));
  }

  // draw shows the messages; mine says which of them this phone sent.
  draw(messages, mine) {
    let grown = false;
    for (const m of messages) {
      if (!this.drawn.has(m.sid)) {
        this.add(m, mine(m));
        grown = true;
      }
      this.mark(m, mine(m));
    }
    if (grown) this.box.scrollTo({ top: this.box.scrollHeight, behavior: this.settled ? "smooth" : "instant" });
    this.settled ||= grown;
  }

  add(m, mine) {
    if (this.drawn.size === 0) this.list.replaceChildren();
    const day = dayOf(m.at);
    if (day !== this.day) this.list.append(el("li", { class: "day" }, day));
    this.day = day;
    const meta = el("p", { class: "meta" });
    const kind = m.media?.length ? (m.media[0].content_type.startsWith("image/") ? "picture" : "voice") : "";
    const who = el("span", { class: "hidden" }, mine ? "You: " : "They: ");
    const item = el("li", { class: ["bubble", mine && "mine", kind, this.settled && "fresh"].filter(Boolean).join(" ") }, el("div", { class: "said" }, who, ...said(m, kind)), meta, ...this.buttons(m));
    this.list.append(item);
    this.drawn.set(m.sid, meta);
  }

  // buttons are the quick replies under a message. They may be pressed at any
  // later time, as on a phone.
  buttons(m) {
    if (!this.press || !m.buttons?.length) return [];
    const all = m.buttons.map((b) => {
      const button = el("button", { type: "button" }, b.text);
      button.addEventListener("click", () => this.press(b));
      return button;
    });
    return [el("div", { class: "quick", role: "group", "aria-label": "Quick replies" }, ...all)];
  }

  // mark writes the small print, which may change while a message travels.
  mark(m, mine) {
    const parts = m.from.startsWith("whatsapp:") || m.segments < 2 ? "" : `${m.segments} parts`;
    const trouble = mine ? unheard(m) : "";
    const text = [timeOf(m.at), parts, m.opt_out && `taken as ${m.opt_out}`].filter(Boolean).join(" · ");
    const meta = this.drawn.get(m.sid);
    if (meta.dataset.text === text + trouble) return;
    meta.dataset.text = text + trouble;
    meta.replaceChildren(text + (trouble ? " · " : ""), trouble ? el("span", { class: "bad" }, trouble) : "");
  }
}

function said(m, kind) {
  switch (kind) {
    case "picture":
      return [el("img", { src: `/sandbox/media/${m.media[0].sid}`, alt: "A picture", width: 240, height: 160 }), m.body];
    case "voice":
      return [waveform(), el("span", {}, "Voice note"), m.body];
  }
  return [m.body || "(empty)"];
}

function waveform() {
  const ns = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(ns, "svg");
  for (const [k, v] of Object.entries({ viewBox: "0 0 44 22", width: 66, height: 33, "aria-hidden": "true" })) svg.setAttribute(k, v);
  const path = document.createElementNS(ns, "path");
  for (const [k, v] of Object.entries({ d: wave, stroke: "currentColor", "stroke-width": 2, "stroke-linecap": "round" })) path.setAttribute(k, v);
  svg.append(path);
  return svg;
}

// unheard says that the service did not take what this phone sent.
function unheard(m) {
  if (m.lost) return "not heard, only in Twilio’s list";
  if (m.webhook && m.webhook >= 300) return `not taken (${m.webhook})`;
  return "";
}
