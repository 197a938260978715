// What does the operator hear, and from which device? The ring tone is made here; voices come as they are.
const kept = (name, usual) => localStorage.getItem("telephone-" + name) ?? usual;
const keep = (name, value) => localStorage.setItem("telephone-" + name, value);

export class Ringer {
  constructor() { this.context = null; this.bell = null; }

  wake() { // a browser lets a page sound only after somebody has touched it
    this.context ??= new AudioContext();
    return this.context.resume();
  }
  get silent() { return this.context === null || this.context.state !== "running"; }

  ring(volume) {
    this.stop();
    if (this.context === null) this.wake();
    const stroke = () => [0, 0.4].forEach((after) => this.stroke(this.context.currentTime + after, volume / 100));
    stroke();
    this.bell = setInterval(stroke, 2500);
  }
  stroke(at, volume) {
    const loud = this.context.createGain();
    loud.gain.setValueAtTime(0, at);
    loud.gain.linearRampToValueAtTime(0.3 * volume, at + 0.02);
    loud.gain.setTargetAtTime(0, at + 0.22, 0.04);
    loud.connect(this.context.destination);
    for (const hertz of [880, 1108]) {
      const tone = new OscillatorNode(this.context, { frequency: hertz });
      tone.connect(loud);
      tone.start(at);
      tone.stop(at + 0.5);
    }
  }
  stop() { clearInterval(this.bell); this.bell = null; }
  async sendTo(device) { if (this.context?.setSinkId) await this.context.setSinkId(device).catch(() => {}); }
}

export const microphone = () => {
  const id = kept("microphone", "");
  return { echoCancellation: true, noiseSuppression: true, autoGainControl: true, ...(id ? { deviceId: { ideal: id } } : {}) };
};

export async function microphoneFault() { // "": there is one, and we may use it
  if (!navigator.mediaDevices) return "insecure";
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: microphone() });
    stream.getTracks().forEach((track) => track.stop());
    return "";
  } catch (fault) {
    return { NotAllowedError: "denied", SecurityError: "denied", NotFoundError: "absent", NotReadableError: "busy" }[fault.name] || "absent";
  }
}

export async function listDevices(selects, usual) {
  const found = await navigator.mediaDevices.enumerateDevices();
  for (const [name, select] of Object.entries(selects)) {
    const kind = name === "microphone" ? "audioinput" : "audiooutput", chosen = kept(name, "");
    const fitting = found.filter((each) => each.kind === kind && each.deviceId && each.deviceId !== "default");
    select.replaceChildren(new Option(usual, ""), ...fitting.map((each, n) => new Option(each.label || `${n + 1}`, each.deviceId)));
    select.value = fitting.some((each) => each.deviceId === chosen) ? chosen : "";
    select.disabled = fitting.length === 0;
  }
}

export { keep, kept };
