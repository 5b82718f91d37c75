// The page asks for the state about once a second and lets each part show its
// share. Each part keeps what it has drawn and changes only what is new, so
// that a screen reader hears arrivals and nothing else.
import { byId, notice, timeOf, dateOf } from "./dom.js";
import { startPhone } from "./phone.js";
import { startDuty } from "./duty.js";
import { startMailboxes } from "./mailbox.js";
import { showCases } from "./case.js";
import { showSent, showLetters } from "./sent.js";
import { startClock, startFailures } from "./controls.js";

const every = 900; // ms between two looks
let tag = "";
let looking = null;

const parts = [startPhone(refresh), startDuty(refresh), ...startMailboxes(refresh), startFailures(refresh)];
startClock(refresh);

function show(state) {
  byId("clock-time").textContent = timeOf(state.now);
  byId("clock-date").textContent = dateOf(state.now);
  for (const part of parts) part?.(state);
  showCases(byId("case-list"), state);
  showSent(byId("sent-list"), state);
  showLetters(byId("letter-list"), state);
}

async function look() {
  try {
    const res = await fetch("/sandbox/state", { headers: tag ? { "If-None-Match": tag } : {} });
    if (res.status === 304) return;
    if (!res.ok) throw new Error(await res.text());
    tag = res.headers.get("ETag") ?? "";
    show(await res.json());
  } catch (err) {
    tag = "";
    notice(`The sandbox does not answer: ${err.message}`);
  }
}

// refresh looks now; two at a time would only draw twice.
async function refresh() {
  while (looking) await looking;
  looking = look();
  await looking;
  looking = null;
}

setInterval(() => { if (!document.hidden && !looking) refresh(); }, every);
document.addEventListener("visibilitychange", () => { if (!document.hidden) refresh(); });
refresh();
