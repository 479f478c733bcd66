// A call that lacks something, as a dialogue: labels, required marks, messages beside the field at fault.

import { drawLines } from "./blocks.js";
import { Cover } from "./cover.js";
import { h, icon } from "./dom.js";
import { drawField, mistake } from "./fields.js";
import { newKey } from "./socket.js";

/**
 * @typedef {object} Desk
 * @property {(values: Record<string, string>, key: string) => Promise<{done: boolean, problems?: Record<string, string>, message?: string}>} submit
 * @property {(option: string, typed: string) => Promise<any[]>} suggest
 * @property {() => void} lost called when it closed and the button that opened it is gone, with what it stood in
 */

/**
 * What is known of a form until it is done, for when it is opened again: what somebody changed in it, whether it is being
 * sent, what was sent last, and the key by which that is known when it is sent again.
 * @typedef {{changes: Record<string, string>, sending: boolean, sent: string, key: string}} Draft
 * @type {Map<string, Draft>} by call
 */
const drafts = new Map();

export class FormDialog {
  /** @param {HTMLDialogElement} dialog */
  constructor(dialog) {
    this.dialog = dialog;
    dialog.addEventListener("close", () => this.closed());
    this.cover = new Cover(() => dialog.close());
  }

  /** @param {any} form as described by commands.py @param {Desk} desk */
  open(form, desk) {
    if (this.dialog.open) {
      // By the time that `closed` is told, this one stands in its place.
      this.draft.changes = this.changes();
      this.dialog.close();
    }
    this.form = form;
    this.desk = desk;
    this.draft = drafts.get(form.call) ?? { changes: {}, sending: false, sent: "", key: "" };
    drafts.set(form.call, this.draft);
    this.fields = new Map(form.fields.map((option) => [option.name, drawField(option, desk.suggest)]));
    for (const [name, value] of Object.entries(this.draft.changes)) this.fields.get(name)?.fill(value);
    this.trouble = h("p", { class: "form-trouble", role: "alert" });
    this.sendButton = h("button", { type: "submit", class: "control", data: { tone: "primary" } }, form.submit);
    this.setBusy(this.draft.sending);
    this.dialog.replaceChildren(this.build());
    // Whoever listens hears it when the form opens.
    if (form.notice.length) this.dialog.setAttribute("aria-describedby", "form-notice");
    else this.dialog.removeAttribute("aria-describedby");
    this.cover.set(true);
    this.dialog.showModal();
    // What the form says is to be read first, so it stays in sight.
    this.fields.values().next().value?.first.focus({ preventScroll: form.notice.length > 0 });
  }

  build() {
    const close = () => this.dialog.close();
    const element = h(
      "form",
      { method: "dialog", novalidate: true },
      h(
        "header",
        { class: "form-head" },
        h("h2", { id: "form-title" }, this.form.title),
        h("button", { type: "button", class: "icon-button", "aria-label": "Close", on: { click: close } }, icon("close")),
      ),
      this.form.notice.length > 0 && h("div", { class: "form-notice", id: "form-notice" }, drawLines(this.form.notice)),
      h("div", { class: "form-fields" }, this.trouble, [...this.fields.values()].map((field) => field.element)),
      h(
        "footer",
        { class: "form-foot" },
        this.form.privacy !== "" && h("p", { class: "form-privacy" }, icon("lock"), this.form.privacy),
        h("button", { type: "button", class: "control", data: { tone: "plain" }, on: { click: close } }, "Cancel"),
        this.sendButton,
      ),
    );
    element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    return element;
  }

  values() {
    return Object.fromEntries([...this.fields].map(([name, field]) => [name, field.read()]));
  }

  /** What somebody changed; the rest is filled in as it is by then when the form is opened again. */
  changes() {
    return Object.fromEntries([...this.fields].filter(([, field]) => field.read() !== field.option.value).map(([name, field]) => [name, field.read()]));
  }

  async submit() {
    if (this.busy) return;
    const mistakes = Object.fromEntries([...this.fields].map(([name, field]) => [name, mistake(field)]).filter(([, text]) => text));
    this.point(mistakes);
    if (Object.keys(mistakes).length) return;
    this.setBusy(true);
    const { draft, fields } = this;
    const sent = this.values();
    const again = draft.sent === JSON.stringify(sent);
    Object.assign(draft, { sending: true, sent: JSON.stringify(sent), key: again ? draft.key : newKey() });
    const answer = await this.desk.submit(sent, draft.key);
    draft.sending = false;
    if (answer.done) {
      Object.assign(draft, { changes: {}, sent: "" });
      if (this.draft === draft) this.clear(sent);
    }
    // It was closed meanwhile, or another form stands here, which this answer has nothing to say to.
    if (this.draft !== draft || !this.dialog.open) return;
    this.setBusy(false);
    if (!answer.done) {
      this.point(answer.problems ?? {});
      this.trouble.textContent = answer.message ?? "";
    } else if (this.fields === fields) {
      this.dialog.close(); // unless it was opened again meanwhile
    }
  }

  /** What was sent is not offered again; what was written since stays. */
  clear(sent) {
    for (const [name, field] of this.fields) if (field.read() === sent[name]) field.fill(field.option.value);
  }

  /** Say beside each field what is wrong with it, and go to the first. */
  point(problems) {
    this.trouble.textContent = "";
    for (const [name, field] of this.fields) field.point(problems[name] ?? "");
    [...this.fields].find(([name]) => problems[name])?.[1].first.focus();
  }

  setBusy(busy) {
    this.busy = busy;
    this.sendButton.setAttribute("aria-disabled", String(busy));
    this.dialog.classList.toggle("form-busy", busy);
  }

  closed() {
    if (this.dialog.open) return; // with another form by now
    this.cover.set(false);
    this.draft.changes = this.changes();
    const at = document.activeElement;
    if (!at || at === document.body || this.dialog.contains(at)) this.desk.lost();
  }
}
