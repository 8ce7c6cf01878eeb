// The signature pad: a picture of what was written and the movements that wrote it are sent together.
import SignaturePad from "../vendor/signature_pad-5.1.4/signature_pad.min.js";

const canvas = document.querySelector("#pad");
const form = document.querySelector("#sign");

if (canvas) {
  // Black on white whatever the page's colours are: it goes on paper.
  const pad = new SignaturePad(canvas, { backgroundColor: "rgb(255,255,255)", penColor: "rgb(0,0,0)" });
  const fit = () => {
    const drawn = pad.toData();
    const ratio = Math.max(devicePixelRatio, 1);
    canvas.width = canvas.offsetWidth * ratio;
    canvas.height = canvas.offsetHeight * ratio;
    canvas.getContext("2d").scale(ratio, ratio);
    pad.clear();
    pad.fromData(drawn);
  };
  fit();
  addEventListener("resize", fit);
  document.querySelector("#pad-clear").addEventListener("click", () => pad.clear());
  form.addEventListener("submit", () => {
    if (pad.isEmpty()) return;
    form.elements.signature.value = pad.toDataURL("image/png");
    form.elements.strokes.value = JSON.stringify(pad.toData());
  });
}
