// A call that lacks something, as a dialogue: labels, required marks, messages beside the field at fault.

import { combobox } from "./combobox.js";
import { h, icon } from "./dom.js";

/**
 * @typedef {object} Desk
 * @property {(values: Record<string, string>) => Promise<{done: boolean, problems?: Record<string, string>, message?: string}>} submit
 * @property {(option: string, typed: string) => Promise<any[]>} suggest
 * @property {() => void} closed
 */

/** What was filled in and not sent, by call, for when the form is opened again. @type {Map<string, Record<string, string>>} */
const kept = new Map();

export class FormDialog {
  /** @param {HTMLDialogElement} dialog */
  constructor(dialog) {
    this.dialog = dialog;
    dialog.addEventListener("close", () => this.closed());
  }

  /** @param {any} form as described by commands.py @param {Desk} desk */
  open(form, desk) {
    if (this.dialog.open) this.dialog.close();
    this.form = form;
    this.desk = desk;
    this.busy = false;
    this.fields = new Map(form.fields.map((option) => [option.name, this.field(option)]));
    this.trouble = h("p", { class: "form-trouble", role: "alert" });
    this.sendButton = h("button", { type: "submit", class: "control", data: { tone: "primary" } }, "Send");
    this.dialog.replaceChildren(this.build());
    this.dialog.showModal();
    this.fields.values().next().value?.input.focus();
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
      h("div", { class: "form-fields" }, this.trouble, [...this.fields.values()].map((field) => field.element)),
      h(
        "footer",
        { class: "form-foot" },
        h("p", { class: "form-privacy" }, icon("lock"), this.form.privacy),
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

  field(option) {
    const id = `field-${option.name}`;
    const attributes = {
      id,
      name: option.name,
      dir: "auto",
      maxlength: option.maxLength,
      placeholder: option.placeholder || null,
      "aria-describedby": `${id}-problem`,
      "aria-required": option.required ? "true" : null,
    };
    const { input, list } = control(option, attributes, this.desk.suggest);
    input.value = kept.get(this.form.call)?.[option.name] ?? "";
    const problem = h("p", { class: "form-problem", id: `${id}-problem` });
    const mark = h("span", { class: option.required ? "form-mark form-mark-required" : "form-mark" }, option.required ? "required" : "optional");
    const element = h("div", { class: "form-field" }, h("label", { for: id }, option.summary, " ", mark), h("div", { class: "form-control" }, input, list), problem);
    for (const event of ["input", "change"]) input.addEventListener(event, () => show(input, problem, ""));
    return { input, problem, element, option };
  }

  values() {
    return Object.fromEntries([...this.fields].map(([name, field]) => [name, field.input.value]));
  }

  async submit() {
    if (this.busy) return;
    const missing = [...this.fields.values()].filter(({ option, input }) => option.required && !input.value.trim());
    this.point(Object.fromEntries(missing.map(({ option }) => [option.name, "Please fill this in."])));
    if (missing.length) return;
    this.setBusy(true);
    const answer = await this.desk.submit(this.values());
    this.setBusy(false);
    if (answer.done) {
      this.sent = true;
      this.dialog.close();
    } else {
      this.point(answer.problems ?? {});
      this.trouble.textContent = answer.message ?? "";
    }
  }

  /** Say beside each field what is wrong with it, and go to the first. */
  point(problems) {
    this.trouble.textContent = "";
    for (const [name, { input, problem }] of this.fields) show(input, problem, problems[name] ?? "");
    [...this.fields].find(([name]) => problems[name])?.[1].input.focus();
  }

  setBusy(busy) {
    this.busy = busy;
    this.sendButton.setAttribute("aria-disabled", String(busy));
    this.dialog.classList.toggle("form-busy", busy);
  }

  closed() {
    if (this.sent) kept.delete(this.form.call);
    else kept.set(this.form.call, this.values());
    this.sent = false;
    this.desk.closed();
  }
}

function control(option, attributes, suggest) {
  if (option.choices.length) return { input: menu(option, attributes), list: null };
  if (option.kind === "paragraph") return { input: /** @type {any} */ (h("textarea", { ...attributes, rows: "5" })), list: null };
  if (option.completes) return combobox(attributes, option.summary, (typed) => suggest(option.name, typed));
  return { input: /** @type {any} */ (h("input", { ...attributes, type: "text", autocomplete: "off" })), list: null };
}

function menu(option, { maxlength, placeholder, ...attributes }) {
  const none = h("option", { value: "" }, option.required ? "Choose one" : "Any");
  return /** @type {any} */ (h("select", attributes, none, option.choices.map((c) => h("option", { value: c.value }, c.label))));
}

function show(input, problem, text) {
  problem.textContent = text;
  if (text) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
}
