// A phone that rings: the newest call to the duty phone, with what one can do
// about it. A voicemail takes the call and presses nothing.
import { el, post, notice, timeOf } from "./dom.js";

const live = ["queued", "ringing", "in-progress"];
const said = { completed: "ended", busy: "busy", "no-answer": "not answered" };

export function startCalls(box, own, refresh) {
  let drawn = "";

  async function act(body) {
    try {
      await post("/sandbox/call", body);
    } catch (err) {
      notice(`The phone did not do it: ${err.message}`);
    }
    await refresh();
  }

  const button = (text, body, name) => {
    const b = el("button", { type: "button", class: name }, text);
    b.addEventListener("click", () => act(body));
    return b;
  };

  function ringing(call) {
    return el("div", { class: "call-acts", role: "group", "aria-label": "The call" },
      button("Answer", { sid: call.sid, do: "answer" }), button("No answer", { sid: call.sid, do: "no-answer" }),
      button("Busy", { sid: call.sid, do: "busy" }), button("Voicemail", { sid: call.sid, do: "voicemail" }));
  }

  function answered(call) {
    const keys = ["1", "2", "3"].map((key) => button(key, { sid: call.sid, key }, "key"));
    return el("div", { class: "call-acts", role: "group", "aria-label": "Keys" }, ...keys, button("Hang up", { sid: call.sid, do: "hang-up" }));
  }

  return (calls) => {
    const call = calls.filter((c) => c.to === own()).findLast((c) => live.includes(c.status)) ?? calls.findLast((c) => c.to === own());
    const now = JSON.stringify(call ?? null) + own();
    if (now === drawn) return;
    drawn = now;
    box.replaceChildren();
    box.hidden = !call;
    if (!call) return;
    box.classList.toggle("ringing", call.status === "ringing");
    if (call.status === "in-progress") box.append(el("p", { class: "call-words" }, call.words), answered(call));
    else if (live.includes(call.status)) box.append(el("p", {}, `The phone rings (${timeOf(call.at)}).`), ringing(call));
    else box.append(el("p", {}, `Last call, ${timeOf(call.at)}: ${call.pressed ? `key ${call.pressed} pressed` : said[call.status] ?? call.status}.`));
  };
}
