// The view tree → words alone, for those who listen; times are the reader's own, which the server cannot know.

import { momentText } from "./time.js";

/** Spell an answer out, a block to a line; twin of `plain` in bot/chat/views.py. @param {any[]} blocks */
export const spelled = (blocks) => blocks.map((block) => SPELL[block.type]?.(block) ?? "").filter(Boolean).join("\n");

const SPELL = {
  heading: (block) => block.text,
  text: (block) => line(block.line),
  fields: (block) => block.pairs.map((pair) => `${pair.name}: ${line(pair.line)}`).join("\n"),
  card: (block) => [block.title, ...[block.subtitle, ...block.lines].map(line)].filter(Boolean).join("\n"),
  note: (block) => line(block.line),
  image: (block) => block.alt,
};

const line = (parts) => parts.map(inline).join("");

function inline(part) {
  if (part.type === "time") return momentText(part.at);
  if (part.type !== "link" || part.url.replace(/^mailto:/, "") === part.text) return part.text;
  return `${part.text} (${part.url})`;
}
