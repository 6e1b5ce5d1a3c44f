// The report page: text and cards point at each other; keys work while a card has focus; a decision renews its card in place.
const cards = document.getElementById("cards");
const text = document.getElementById("text");
const said = document.getElementById("said");
const keysOn = document.getElementById("keys-on");

const cardOf = (record) => document.getElementById(`card-${record}`);
const marksOf = (record) => text.querySelectorAll(`.mark[data-records~="${CSS.escape(record)}"]`);
const all = () => [...cards.querySelectorAll(".card")];

// Which words the focused card is about.
let active = null;
function activate(card) {
  if (card === active) return;
  text.querySelectorAll(".is-active").forEach((mark) => mark.classList.remove("is-active"));
  active = card;
  if (!card) return;
  const marks = marksOf(card.dataset.record);
  marks.forEach((mark) => mark.classList.add("is-active"));
  if (marks.length) marks[0].scrollIntoView({ block: "nearest" });
}
cards.addEventListener("focusin", (event) => activate(event.target.closest(".card")));

// A click on marked words goes to the innermost record's card.
text.addEventListener("click", (event) => {
  const mark = event.target.closest(".mark");
  if (!mark || String(window.getSelection())) return;
  const held = mark.dataset.records.split(" ").map(cardOf).filter(Boolean);
  const next = held[(held.indexOf(document.activeElement) + 1) % held.length];
  if (next) next.focus();
});

// Keys: only while the list of cards has focus, never in a field, and only if switched on.
const keep = "allegata-keys";
if (keysOn) {
  keysOn.checked = localStorage.getItem(keep) !== "off";
  keysOn.addEventListener("change", () => localStorage.setItem(keep, keysOn.checked ? "on" : "off"));
}
const steps = {
  j: (card) => move(card, 1),
  k: (card) => move(card, -1),
  ArrowDown: (card) => move(card, 1),
  ArrowUp: (card) => move(card, -1),
  a: (card) => press(card, "button.accept"),
  u: (card) => press(card, "button.undo"),
  r: (card) => ask(card, ".reject-with"),
  c: (card) => ask(card, ".correct-with"),
};
function move(card, by) {
  const list = all();
  const next = list[list.indexOf(card) + by];
  if (next) next.focus();
}
function press(card, selector) {
  const button = card.querySelector(selector);
  if (button && !button.disabled) button.click();
}
function ask(card, selector) {
  const details = card.querySelector(selector);
  if (!details) return;
  details.open = true;
  details.querySelector("input:not([type=hidden]), select").focus();
}
cards.addEventListener("keydown", (event) => {
  const card = event.target.closest(".card");
  if (event.key === "Escape" && card) {
    card.querySelectorAll(".acts details").forEach((details) => (details.open = false));
    card.focus();
    return;
  }
  if (!keysOn || !keysOn.checked || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, select, textarea, button, summary, a")) return;
  const step = steps[event.key];
  if (!card || !step) return;
  event.preventDefault();
  step(card);
});

// After a decision: focus stays on the card, the marks follow what holds now, and it is said aloud.
let decided = null;
document.addEventListener("submit", (event) => { decided = event.target.closest(".card"); }, true);
new MutationObserver(() => {
  const card = decided && cardOf(decided.dataset.record);
  if (!card || card === decided) return;
  decided = null;
  activate(card);
  card.focus({ preventScroll: true });
  for (const mark of marksOf(card.dataset.record)) {
    const standings = mark.dataset.records.split(" ").map(cardOf).filter(Boolean).map((held) => held.dataset.standing);
    mark.classList.toggle("is-rejected", standings.every((standing) => standing === "rejected"));
  }
  const refused = card.querySelector(".refused");
  said.textContent = refused ? refused.textContent : `${card.querySelector("h3").textContent.trim()}: ${card.dataset.standing}`;
}).observe(cards, { childList: true });
