// The clock's buttons and the failures.
import { backTo, byId, notice, post } from "./dom.js";

export function startClock(refresh) {
  const buttons = [...document.querySelectorAll("[data-advance]")];
  for (const button of buttons) {
    button.addEventListener("click", async () => {
      for (const b of buttons) b.disabled = true;
      notice("");
      try {
        await post("/sandbox/clock", { advance: button.dataset.advance });
        await refresh();
      } catch (err) {
        notice(`The clock did not move: ${err.message}`);
      }
      for (const b of buttons) b.disabled = false;
      backTo(button);
    });
  }
}

export function startFailures(refresh) {
  const left = byId("fail-left");
  const set = async (kind, next) => {
    try {
      await post("/sandbox/fail", { kind, next });
      await refresh();
    } catch (err) {
      notice(`No failure was set: ${err.message}`);
    }
  };
  byId("fail-form").addEventListener("submit", (e) => {
    e.preventDefault();
    set(byId("fail-kind").value, Number(byId("fail-next").value));
  });
  byId("fail-clear").addEventListener("click", () => set("none", 0));
  return ({ failing, callbacks = "" }) => {
    const counted = failing === 0 ? "" : `Still to fail: ${failing}.`;
    const text = [callbacks && `${callbacks}.`, counted].filter(Boolean).join(" ") || "All is well: nothing is set to fail.";
    if (left.textContent !== text) left.textContent = text;
    left.classList.toggle("armed", failing > 0 || callbacks !== "");
  };
}
