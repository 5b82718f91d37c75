// The phone of whoever is on duty: it shows every text to its number and
// answers the number that wrote last.
import { bare, byId, post, notice } from "./dom.js";
import { startCalls } from "./calls.js";
import { Thread } from "./thread.js";
import { writing } from "./writing.js";

export function startDuty(refresh) {
  const which = byId("duty-phone");
  if (!which) return null;
  const thread = new Thread(byId("duty-thread"), "Quiet. An alert would arrive here.");
  let state = { messages: [] };

  const own = () => which.value;
  const drawCalls = startCalls(byId("duty-calls"), own, refresh);
  const mine = () => state.messages.filter((m) => m.from === own() || m.to === own());
  const draw = () => thread.draw(mine(), (m) => m.from === own());

  function choose() {
    byId("duty-name").textContent = which.selectedOptions[0].textContent;
    byId("duty-number").textContent = own();
    thread.clear();
    draw();
  }

  async function send(body) {
    const last = mine().findLast((m) => m.to === own());
    const to = last?.from ?? byId("line").selectedOptions[0]?.dataset.sms ?? "";
    const told = await post("/sandbox/text", { from: own(), to: bare(to), body });
    if (told.error) notice(`Heard was not reached: ${told.error}`);
    await refresh();
    return true;
  }

  which.addEventListener("change", choose);
  writing(byId("duty-compose"), send);
  choose();
  return (next) => { state = next; draw(); drawCalls(state.calls ?? []); };
}
