// Lets a plan's features be dragged to another quarter. A drop chooses the quarter in the form that stands below the feature
// and sends it, so whatever that form shows and refuses holds for dragging too.

const places = document.querySelectorAll("[data-quarter]");
let dragged = null; // the form of the feature under way

for (const form of document.querySelectorAll("form.move")) {
  const line = form.closest("li");
  line.draggable = true;
  line.addEventListener("dragstart", (event) => {
    dragged = form;
    line.classList.add("dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", form.elements.feature.value);
  });
  line.addEventListener("dragend", () => {
    dragged = null;
    line.classList.remove("dragged");
    mark(null);
  });
}

for (const place of places) {
  place.hidden = false; // what nothing is in yet, something can be dragged to
  place.addEventListener("dragover", (event) => {
    if (!dragged || place.contains(dragged)) return mark(null);
    event.preventDefault(); // it may be dropped here
    mark(place);
  });
  place.addEventListener("dragleave", (event) => {
    if (!place.contains(event.relatedTarget)) mark(null);
  });
  place.addEventListener("drop", (event) => {
    if (!dragged) return;
    event.preventDefault();
    dragged.elements.quarter.value = place.dataset.quarter;
    dragged.requestSubmit();
  });
}

// mark shows where a drop would go; null: nowhere.
function mark(place) {
  for (const other of places) other.classList.toggle("over", other === place);
}

document.getElementById("drag").hidden = false;
