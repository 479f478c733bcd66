// Reading a line while it is being typed. Pure: text and commands in, what could come next out.
// The server reads the line again when it is sent (`Catalog.read`); this only helps with typing.

/**
 * @typedef {{name: string, summary: string, required: boolean, choices: {label: string, value: string}[],
 *   completes: boolean, placeholder: string, maxLength: number}} Option
 * @typedef {{name: string, summary: string, usage: string, privacy: string, options: Option[]}} Command
 * @typedef {{label: string, detail: string, insert: string, command?: Command}} Item
 */

// What a keyboard may put before a line without its being seen.
const INVISIBLE = /^[\s\p{Cf}\p{Cc}]+/u;
const SLASHES = /^[/⁄∕／]/;

/** Whether the line will be read as a command, however it begins. @param {string} text */
export const isCommand = (text) => SLASHES.test(text.replace(INVISIBLE, ""));

/**
 * Where the writer is: in plain text, in a command's name, or in one of its options.
 * @param {string} text @param {Command[]} commands
 */
export function analyse(text, commands) {
  const line = text.replace(INVISIBLE, "");
  if (!SLASHES.test(line)) return { mode: /** @type {const} */ ("text") };
  const found = /^.\s*(\S*)(\s?)([^]*)$/u.exec(line);
  const [, name, space, rest] = found ?? ["", "", "", ""];
  const command = commands.find((c) => c.name === name.toLowerCase());
  if (!space) return { mode: /** @type {const} */ ("name"), typed: name, command };
  if (!command) return { mode: /** @type {const} */ ("unknown"), typed: name };
  return { mode: /** @type {const} */ ("option"), command, ...openOption(command, rest) };
}

/**
 * What of a line may be remembered. What is typed after a command that takes nothing is dropped wherever it gets to, as
 * some of them are for what nobody else is to read; so it is kept nowhere here, either.
 * @param {string} text @param {Command[]} commands
 */
export function memorable(text, commands) {
  const at = analyse(text, commands);
  return dropped(at) ? `/${at.command.name}` : text;
}

/** Whether something stands after a command that takes nothing. */
export const dropped = (at) => at.mode === "option" && at.command.options.length === 0 && at.typed.trim() !== "";

/** Which option the end of the line belongs to, what of it is typed, and what stands before it. */
function openOption(command, rest) {
  for (const option of command.options.slice(1)) {
    const named = new RegExp(`(^|\\s)${option.name}:\\s*(\\S*)$`, "iu").exec(rest);
    if (named) {
      const before = rest.slice(0, named.index + named[1].length);
      return { option, typed: named[2], head: `/${command.name} ${before}${option.name}:`, given: before };
    }
  }
  return { option: command.options[0], typed: rest, head: `/${command.name} `, given: "" };
}

/** The commands whose name or summary fits, best first. @param {string} typed @param {Command[]} commands */
export function commandItems(typed, commands) {
  const wanted = typed.toLowerCase();
  const rank = (command) => {
    if (command.name.startsWith(wanted)) return 0;
    if (command.name.includes(wanted)) return 1;
    return wanted.length > 2 && command.summary.toLowerCase().includes(wanted) ? 2 : 3;
  };
  return commands
    .filter((command) => rank(command) < 3)
    .sort((a, b) => rank(a) - rank(b))
    .map((command) => ({
      label: command.usage,
      detail: command.summary,
      insert: `/${command.name}${command.options.length > 0 ? " " : ""}`,
      command,
    }));
}

/** The choices of an option that begin like what is typed. */
export function choiceItems(place) {
  const wanted = place.typed.toLowerCase();
  return place.option.choices
    .filter((choice) => [choice.label, choice.value].some((text) => text.toLowerCase().startsWith(wanted)))
    .map((choice) => ({ label: choice.label, detail: "", insert: `${place.head}${choice.value}` }));
}

/** Completions the server offered. @param {{label: string, value: string}[]} choices */
export function offeredItems(place, choices) {
  return choices.map((choice) => ({ label: choice.label, detail: "", insert: `${place.head}${choice.value}` }));
}

/** The other options that can still be named, once the first has something in it. */
export function optionItems(place) {
  const [first, ...others] = place.command.options;
  if (place.option !== first || !place.typed.trim()) return [];
  const ending = /(?:^|\s)(\S*)$/u.exec(place.typed)?.[1].toLowerCase() ?? "";
  const named = (option) => new RegExp(`(^|\\s)${option.name}:`, "iu").test(place.typed);
  return others
    .filter((option) => !named(option))
    .map((option) => {
      const begun = ending && option.name.startsWith(ending) && /\s/.test(place.typed);
      const kept = begun ? place.typed.slice(0, -ending.length) : `${place.typed.trimEnd()} `;
      return { label: `${option.name}:`, detail: option.summary, insert: `${place.head}${kept}${option.name}:`, more: true };
    });
}
