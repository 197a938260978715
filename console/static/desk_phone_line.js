// How does this page keep one SIP connection? Each connection is asked for anew, with a secret of its own.
// What JsSIP calls a socket: it decides when to connect again (1 s, then more slowly), and sends what a call needs.
const TAKEN = 4001, OVER = 4003, FOR_GOOD = new Set(["in_use", "none", "over"]);

function tabName() { // the same after a reload; another one in a copy of the window
  const kept = sessionStorage.getItem("telephone-tab") || "";
  sessionStorage.removeItem("telephone-tab");
  const name = /^[0-9a-f]{32}$/.test(kept) ? kept : [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join("");
  addEventListener("pagehide", () => sessionStorage.setItem("telephone-tab", name));
  return name;
}

export class Line {
  constructor({ formToken, granted, refused }) {
    Object.assign(this, { formToken, granted, refused, tab: tabName(), insists: false, ws: null, asking: false });
    this.url = "wss://bigbutton.invalid/sip";
    this.via_transport = "WSS";
    this.sip_uri = "sip:bigbutton.invalid;transport=ws";
  }

  isConnected() { return this.ws !== null && this.ws.readyState === WebSocket.OPEN; }
  isConnecting() { return this.asking || (this.ws !== null && this.ws.readyState === WebSocket.CONNECTING); }

  connect() { if (!this.isConnected() && !this.isConnecting()) this.begin(); } // JsSIP takes no async function here

  async begin() {
    this.asking = true;
    const grant = await this.ask();
    this.asking = false;
    if (FOR_GOOD.has(grant.why)) return this.refused(grant);
    if (grant.why) { this.refused(grant); return this.gone(); }
    this.granted(grant);
    this.open(grant.socket);
  }

  async ask() {
    const body = new URLSearchParams({ tab: this.tab, insists: this.insists });
    try {
      const reply = await fetch("/desk/telephone", { method: "POST", body, redirect: "manual", headers: { "x-form-token": this.formToken } });
      if (reply.type === "opaqueredirect" || reply.status === 401 || reply.status === 403) return { why: "over" };
      this.insists = this.insists && !reply.ok;
      return await reply.json();
    } catch {
      return { why: "unreached" };
    }
  }

  open(path) {
    const address = new URL(path, location.href);
    address.protocol = address.protocol.replace("http", "ws");
    const ws = new WebSocket(address, "sip");
    this.ws = ws;
    ws.onopen = () => this.onconnect();
    ws.onmessage = ({ data }) => this.ondata(data);
    ws.onclose = ({ code }) => {
      if (this.ws !== ws) return;
      this.ws = null;
      const why = { [TAKEN]: "taken", [OVER]: "over" }[code] || "unreached";
      this.refused({ why });
      if (why === "unreached") this.gone();
    };
  }

  drop() { // what is there no longer carries: JsSIP connects again
    const ws = this.ws;
    this.ws = null;
    if (ws) ws.close();
    this.gone();
  }

  gone() { if (this.ondisconnect) this.ondisconnect(true, 1006, "gone"); }
  disconnect() { const ws = this.ws; this.ws = null; if (ws) ws.close(); }
  send(message) {
    if (!this.isConnected()) return false;
    this.ws.send(message);
    return true;
  }
}
