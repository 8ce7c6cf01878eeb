// A hand scanner or swipe reader types like a keyboard, only faster than any hand, and ends with Enter.

const FAST = 120; // milliseconds between two signs of one burst; what it spells is looked at as well
const LETTER = /^[A-Z]{2}\d{9}[A-Z]{2}$/;
const ZONE_LINE = /^[A-Z0-9<]{30}$|^[A-Z0-9<]{36}$|^[A-Z0-9<]{44}$/;
const NEEDED = { 30: 3, 36: 2, 44: 2 };

/** Tell `letter(number)` and `zone(lines)` of what was scanned anywhere on the page; slow typing is left alone. */
export function listen({ letter, zone }) {
  let burst = "";
  let last = 0;
  let field = null;
  let before = "";
  let lines = [];

  const typedInto = () => {
    const active = document.activeElement;
    return active && "value" in active && active.type !== "hidden" && active.tagName !== "BUTTON" ? active : null;
  };

  function recognised(text, event) {
    const sign = text.trim().toUpperCase();
    if (LETTER.test(sign.replace(/\s/g, "")) && !field?.matches("[data-scan]")) {
      event.preventDefault();
      if (field) field.value = before;
      letter(sign.replace(/\s/g, ""));
      return;
    }
    if (!ZONE_LINE.test(sign)) return;
    event.preventDefault();
    if (field) field.value = before;
    lines = lines.length && lines[0].length === sign.length ? [...lines, sign] : [sign];
    if (lines.length === NEEDED[sign.length]) {
      zone(lines);
      lines = [];
    }
  }

  document.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const now = event.timeStamp;
      if (event.key === "Enter") {
        const text = burst;
        burst = "";
        if (text.length >= 11 && now - last < FAST * 3) recognised(text, event);
        return;
      }
      if (event.key.length !== 1) return;
      if (!burst || now - last > FAST) {
        burst = "";
        field = typedInto();
        before = field?.value ?? "";
      }
      burst += event.key;
      last = now;
    },
    true,
  );
}
