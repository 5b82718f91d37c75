// The phone of somebody who texts a council.
import { byId, notice, post } from "./dom.js";
import { Thread } from "./thread.js";
import { writing } from "./writing.js";
import { startRinging } from "./ring.js";

export function startPhone(refresh) {
  const line = byId("line"), own = byId("own"), device = byId("device");
  if (!line.options.length) return null;
  const thread = new Thread(byId("thread"), "Say something to begin. Try “my social worker never turns up”.",
    (button) => send("", "", button));
  const radios = [...document.querySelectorAll("input[name=channel]")];
  let state = { messages: [] };
  const seen = new Map(); // the last message looked at, by channel

  const channel = () => radios.find((r) => r.checked).value;
  const number = (name) => line.selectedOptions[0].dataset[name];
  const address = (name, bare) => (name === "whatsapp" ? "whatsapp:" : "") + bare;
  const from = (name = channel()) => address(name, own.value.trim());
  const to = (name = channel()) => address(name, number(name));
  const between = (name) => state.messages.filter((m) =>
    (m.from === from(name) && m.to === to(name)) || (m.from === to(name) && m.to === from(name) && shows(m)));

  function draw() {
    thread.draw(between(channel()), (m) => m.direction === "inbound");
    for (const r of radios) {
      const last = between(r.value).at(-1)?.seq ?? 0;
      if (r.value === channel()) seen.set(r.value, last);
      r.parentElement.classList.toggle("new", last > (seen.get(r.value) ?? 0));
    }
  }

  function choose() {
    for (const r of radios) r.disabled = !number(r.value);
    if (radios.some((r) => r.checked && r.disabled)) radios.find((r) => !r.disabled).checked = true;
    const title = line.selectedOptions[0].textContent;
    device.dataset.channel = channel();
    byId("device-name").textContent = title;
    byId("device-number").textContent = `${channel() === "whatsapp" ? "WhatsApp" : "SMS"} ${number(channel())}`;
    byId("device-initials").textContent = title.split(/\s+/).map((w) => w[0]).join("").slice(0, 2).toUpperCase();
    thread.clear();
    draw();
  }

  async function send(body, media = "", button = undefined) {
    if (!own.reportValidity()) return false;
    const told = await post("/sandbox/text", { from: from(), to: to(), body, media, button });
    if (told.error) notice(`Heard was not reached: ${told.error}. Twilio keeps the message in its list.`);
    await refresh();
    return true;
  }

  startRinging(byId("phone-call"), byId("ring"), () => ({ from: own.value.trim(), to: number("sms") }), refresh);
  for (const node of [line, ...radios]) node.addEventListener("change", choose);
  own.addEventListener("change", () => { seen.clear(); choose(); });
  byId("phone-setup").addEventListener("submit", (e) => { e.preventDefault(); choose(); });
  writing(byId("compose"), send);
  choose();
  return (next) => { state = next; draw(); };
}

// shows leaves out what never reached the handset.
const shows = (m) => !["failed", "undelivered", "canceled"].includes(m.status);
