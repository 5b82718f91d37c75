// The phone rings a council: what is said, and how being put through ends.
import { el, post, notice } from "./dom.js";

export function startRinging(box, button, whom, refresh) {
  if (!button) return;

  const act = (text, does) => {
    const b = el("button", { type: "button" }, text);
    b.addEventListener("click", does);
    return b;
  };

  const close = () => { box.hidden = true; box.replaceChildren(); button.focus(); };

  function show(call) {
    const acts = el("div", { class: "call-acts", role: "group", "aria-label": "The call" });
    if (call.through && !call.answer && call.status === "in-progress") {
      acts.append(act("They answer", () => ended(call, "completed")), act("Nobody answers", () => ended(call, "no-answer")));
    } else {
      acts.append(act("Hang up", close));
    }
    const through = call.through ? el("p", {}, `Putting through to ${call.through}.`) : "";
    const after = call.status === "completed" && call.through ? el("p", { class: "call-words" }, call.answer || "The call has ended.") : "";
    box.replaceChildren(...[el("p", { class: "call-words" }, call.words), through, after, acts].filter(Boolean));
    box.hidden = false;
  }

  async function ask(body) {
    try {
      show(await post("/sandbox/ring", body));
    } catch (err) {
      notice(`The call did not get through: ${err.message}`);
    }
    await refresh();
  }

  const ended = (call, how) => ask({ sid: call.sid, ended: how });
  button.addEventListener("click", () => ask(whom()));
}
