// Clears the screen of a waiting room after a minute in which nobody touches it, and says so twenty seconds before. Where
// nothing stands in the box for codes there is nothing to clear.
const start = document.body.dataset.kiosk;
const notice = document.getElementById("kiosk-still");
let touched = Date.now();

function seen() {
  touched = Date.now();
  notice.hidden = true;
}

function waits() {
  const code = document.querySelector("input.code");
  return location.pathname + location.search === start && code && code.value === "" && !document.querySelector(".problem");
}

for (const form of document.forms) form.autocomplete = "off";
for (const event of ["pointerdown", "keydown", "input", "scroll"]) addEventListener(event, seen, { passive: true, capture: true });
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
setInterval(() => {
  const quiet = Date.now() - touched;
  if (waits()) seen();
  else if (quiet >= 60000) location.replace(start);
  else if (quiet >= 40000) notice.hidden = false;
}, 1000);
