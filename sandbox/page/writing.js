// A place to write: Enter sends, Shift+Enter makes a new line.
import { backTo, notice } from "./dom.js";

export function writing(form, send) {
  const box = form.querySelector("textarea");
  const attempt = async (...what) => {
    try {
      return await send(...what);
    } catch (err) {
      notice(`That was not sent: ${err.message}`);
      return false;
    }
  };

  form.addEventListener("submit", async (e) => {
    e.preventDefault();
    const text = box.value;
    if (!text.trim()) return box.focus();
    box.value = "";
    if (!(await attempt(text))) box.value ||= text;
    backTo(box, form);
  });
  box.addEventListener("keydown", (e) => {
    if (e.key !== "Enter" || e.shiftKey || e.isComposing) return;
    e.preventDefault();
    form.requestSubmit();
  });
  for (const button of form.querySelectorAll("[data-media]")) {
    button.addEventListener("click", () => attempt("", button.dataset.media));
  }
}
