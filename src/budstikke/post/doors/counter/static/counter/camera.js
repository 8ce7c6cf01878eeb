// Reads a letter's barcode with the camera. The reader and its wasm are our own files.

const dialog = document.querySelector("#camera");
const opener = document.querySelector("#camera-open");
const form = document.querySelector("#take");
const LETTER = /[A-Z]{2}\d{9}[A-Z]{2}/;
let stream = null;

async function reader() {
  const { prepareZXingModule, BarcodeDetector } = globalThis.BarcodeDetectionAPI;
  prepareZXingModule({ overrides: { locateFile: () => dialog.dataset.wasm } });
  return new BarcodeDetector({ formats: ["code_39", "code_128", "data_matrix"] });
}

async function look(video, detector) {
  while (stream) {
    const found = video.readyState >= 2 ? await detector.detect(video) : [];
    const number = found.map((one) => one.rawValue.match(LETTER)?.[0]).find(Boolean);
    if (number && stream) {
      dialog.close();
      form.elements.number.value = number;
      form.requestSubmit();
      return;
    }
    await new Promise((done) => setTimeout(done, 150));
  }
}

function stop() {
  for (const track of stream?.getTracks() ?? []) track.stop();
  stream = null;
}

if (opener && navigator.mediaDevices) {
  opener.hidden = false;
  opener.addEventListener("click", async () => {
    const fault = dialog.querySelector("[data-fault]");
    fault.hidden = true;
    dialog.showModal();
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: 1280 } });
      const video = dialog.querySelector("video");
      video.srcObject = stream;
      await video.play();
      await look(video, await reader());
    } catch {
      stop();
      fault.hidden = false;
    }
  });
  dialog.addEventListener("close", stop);
}
