// Mailboxes of people. Each shows one of three things: the list of its mails,
// one mail, or a mail being written.
import { backTo, dayOf, el, notice, post, timeOf, when } from "./dom.js";
import { same } from "./sent.js";

export const startMailboxes = (refresh) =>
  [...document.querySelectorAll("[data-mailbox]")].map((root) => startMailbox(root, refresh));

function startMailbox(root, refresh) {
  const find = (sel) => root.querySelector(sel);
  const own = find(".own"), list = find(".mails"), reading = find(".reading"), form = find(".writing"), begin = find(".begin"), news = find(".news");
  const looked = new Set(); // the mails that were opened
  let mails = [], open = null, answered = null, known = null;

  const is = (address) => address.toLowerCase() === own.value.toLowerCase();
  const mine = (m) => is(m.from);
  const here = () => mails.filter((m) => mine(m) || m.to.some(is));

  // view shows one of the three.
  function view(which) {
    for (const [part, name] of [[list, "list"], [reading, "mail"], [form, "form"]]) if (part) part.hidden = name !== which;
    if (begin) begin.hidden = which !== "list";
  }

  function drawList() {
    const all = here().reverse();
    if (same(list, [own.value, all.map((m) => [m.seq, looked.has(m.seq)])])) return;
    const rows = all.map((m) => row(m, mine(m), looked.has(m.seq), () => show(m)));
    list.querySelector("ol").replaceChildren(...(rows.length ? rows : [el("li", { class: "blank" }, "No mail yet.")]));
  }

  function tell() {
    const last = here().filter((m) => !mine(m)).at(-1)?.seq ?? 0;
    if (known !== null && last > known) news.textContent = `New mail: ${here().find((m) => m.seq === last).subject}`;
    known = last;
  }

  function show(m) {
    open = m.seq;
    looked.add(m.seq);
    const answer = form && !mine(m) ? () => write(m) : null;
    reading.replaceChildren(...letter(m, back, answer));
    view("mail");
    drawList();
    reading.querySelector("button").focus();
  }

  function back() {
    view("list");
    list.querySelector(`[data-seq="${open}"]`)?.focus();
  }

  function write(to = null) {
    answered = to;
    form.reset();
    form.querySelector(".to").disabled = Boolean(to);
    if (to) form.querySelector(".to").value = to.from;
    form.querySelector(".subject").value = to ? `Re: ${to.subject.replace(/^(re: *)+/i, "")}` : "";
    form.querySelector(".under").hidden = !to;
    view("form");
    form.querySelector(to ? "textarea" : ".subject").focus();
  }

  async function send() {
    const text = form.querySelector("textarea").value;
    const attachments = [...form.querySelectorAll("input:checked")].map((box) => box.value);
    if (!text.trim() && !attachments.length) return form.querySelector("textarea").focus();
    await post("/sandbox/mail", {
      from: own.value, to: answered?.from ?? form.querySelector(".to").value,
      subject: form.querySelector(".subject").value, text, attachments, reply: answered?.seq ?? 0,
    });
    view("list");
    backTo(list, root);
    await refresh();
  }

  function choose() {
    find(".own-address").textContent = own.value;
    known = null;
    view("list");
    drawList();
    tell();
  }

  own.addEventListener("change", choose);
  find(".write-one")?.addEventListener("click", () => write());
  find(".cancel")?.addEventListener("click", () => view(answered ? "mail" : "list"));
  form?.addEventListener("submit", (e) => {
    e.preventDefault();
    send().catch((err) => notice(`That was not sent: ${err.message}`));
  });
  choose();
  return (state) => { mails = state.mails ?? []; drawList(); tell(); };
}

// row is a mail in the list.
function row(m, mine, looked, open) {
  const button = el("button", { type: "button", class: looked || mine ? "row" : "row unread", "data-seq": m.seq },
    el("span", { class: "top" }, el("b", {}, mine ? `To ${m.to[0]}` : m.name || m.from), el("span", { class: "nums" }, `${dayOf(m.at)}, ${timeOf(m.at)}`)),
    el("span", { class: "line" }, m.subject || "(no subject)", looked || mine ? "" : el("span", { class: "hidden" }, ", not read yet")),
    el("span", { class: "line some" }, m.text.split(/\n/).find((l) => l.trim()) ?? "", m.attachments?.length ? ` (${files(m.attachments.length)})` : ""));
  button.addEventListener("click", open);
  return el("li", {}, button);
}

const files = (n) => (n === 1 ? "1 file" : `${n} files`);

// letter is a mail as its reader sees it: as it was designed, in a frame where
// nothing runs, or as text.
function letter(m, back, answer) {
  const leave = el("button", { type: "button", class: "quiet" }, "Back"), acts = el("div", { class: "acts" }, leave);
  leave.addEventListener("click", back);
  const text = el("div", { class: "body", tabindex: 0, role: "region", "aria-label": "Text", hidden: m.has_html }, m.text.trim());
  const frame = m.has_html ? el("iframe", { class: "body", sandbox: "", src: `/sandbox/mail/${m.seq}/page`, title: m.subject }) : "";
  if (frame) acts.append(toggle(frame, text));
  if (answer) {
    const reply = el("button", { type: "button" }, "Reply");
    reply.addEventListener("click", answer);
    acts.append(reply);
  }
  const enclosed = m.attachments?.map((a, i) => el("li", {}, el("a", { href: `/sandbox/mail/${m.seq}/files/${i}`, download: a.name }, a.name), ` ${size(a.size)}`));
  return [acts,
    el("div", { class: "about" }, el("h3", {}, m.subject || "(no subject)"),
      el("p", {}, `From ${m.name ? `${m.name}, ${m.from}` : m.from}`), el("p", {}, `To ${m.to.join(", ")}`),
      el("p", {}, when(m.at), m.auto && m.auto !== "no" ? " · written by a machine" : "")),
    enclosed ? el("ul", { class: "enclosed" }, ...enclosed) : "", frame, text].filter(Boolean);
}

function toggle(frame, text) {
  const button = el("button", { type: "button", class: "quiet", "aria-pressed": "false" }, "As text");
  button.addEventListener("click", () => {
    text.hidden = !text.hidden;
    frame.hidden = !text.hidden;
    button.setAttribute("aria-pressed", String(!text.hidden));
  });
  return button;
}

const size = (bytes) => (bytes < 1024 ? `${bytes} bytes` : `${Math.round(bytes / 1024)} kB`);
