// The operator's telephone: one call at a time, a key for every act, and in words what is wrong and what cures it.
import { Line } from "./desk_phone_line.js";
import { Ringer, keep, kept, listDevices, microphone, microphoneFault } from "./desk_phone_sound.js";

const part = document.getElementById("telephone");
const words = JSON.parse(part.dataset.words);
const el = (name) => document.getElementById("telephone-" + name);
const sound = el("sound"), ringer = new Ringer();
const now = { registered: false, seen: null, line: "", microphone: "", media: "", session: null, since: 0, held: false, muted: false, fresh: false, desk: false };
let shown = "";

// --- what is shown ------------------------------------------------------------------------------------------------
const PROBLEMS = ["over", "none", "taken", "in_use", "unreached", "away", "busy_microphone", "denied", "absent", "insecure", "no_sound", "silent_page"];
function problem() {
  if (now.line) return now.line;
  if (now.media) return now.media;
  if (now.microphone && !now.desk) return now.microphone === "busy" ? "busy_microphone" : now.microphone;
  return ringer.silent && !now.desk && !now.session ? "silent_page" : "";
}
function stateOfCall() {
  const session = now.session;
  if (!session) return now.desk ? "at_desk" : "quiet";
  if (!session.isEstablished()) return session.direction === "incoming" ? "ringing" : "returning";
  return now.held ? "held" : now.muted ? "muted" : "talking";
}
function show() {
  const call = stateOfCall(), wrong = problem();
  part.dataset.call = call;
  part.dataset.problem = wrong;
  el("call").textContent = words[call];
  el("who").textContent = now.session ? callerOf(now.session) : "";
  badge(el("here"), now.desk ? "calm" : now.registered ? "reached" : "missed", words[now.desk ? "here_desk" : now.registered ? "here_yes" : "here_no"]);
  badge(el("there"), now.seen === null ? "waiting" : now.seen ? "reached" : "missed", words[now.seen === null ? "there_unknown" : now.seen ? "there_yes" : "there_no"]);
  if (shown !== wrong) { // an alert is read aloud: only when it is another one
    shown = wrong;
    el("problem").hidden = !wrong;
    el("what").textContent = wrong ? words["what_" + wrong] : "";
    el("cure").textContent = wrong ? words["cure_" + wrong] : "";
    el("take").hidden = !(wrong === "taken" || wrong === "in_use");
    el("again").hidden = !["denied", "absent", "busy_microphone", "no_sound", "unreached", "away"].includes(wrong);
  }
  const talking = ["talking", "held", "muted"].includes(call);
  can("answer", call === "ringing");
  can("hangup", Boolean(now.session));
  can("hold", talking); can("mute", talking && !now.held);
  press("hold", now.held); press("mute", now.muted); press("desk", now.desk);
  el("desk-words").textContent = words[now.desk ? "back" : "desk"];
  el("keys").hidden = !talking;
}
function badge(at, look, text) { at.className = "badge " + look; if (at.textContent !== text) at.textContent = text; }
function can(name, may) { el(name).disabled = !may; }
function press(name, down) { el(name)?.setAttribute("aria-pressed", String(down)); }
function callerOf(session) {
  const identity = session.remote_identity, number = identity?.uri?.user || "";
  return [identity?.display_name, number === "anonymous" ? "" : number].filter(Boolean).join(" · ");
}
const two = (n) => String(n).padStart(2, "0");
setInterval(() => {
  const seconds = now.since ? Math.floor((Date.now() - now.since) / 1000) : 0;
  el("time").textContent = now.session?.isEstablished() ? `${Math.floor(seconds / 60)}:${two(seconds % 60)}` : "";
}, 500);

// --- the line -----------------------------------------------------------------------------------------------------
const line = new Line({
  formToken: part.dataset.formToken,
  granted(grant) { ua.set("password", grant.secret); now.fresh = true; now.line = ""; show(); },
  refused({ why }) { now.line = why; now.registered = false; if (why === "over") location.reload(); show(); },
});
const ua = new JsSIP.UA({
  sockets: [line], uri: part.dataset.uri, password: "-", contact_uri: part.dataset.uri.replace(/@.*/, `@${line.tab.slice(0, 12)}.invalid;transport=ws`), register_expires: 120, session_timers: false, user_agent: "bigbutton",
  no_answer_timeout: 180, connection_recovery_min_interval: 1, connection_recovery_max_interval: 8,
});
ua.on("registered", () => { now.registered = true; now.line = ""; show(); look(); carryOn(); });
ua.on("unregistered", () => { now.registered = false; show(); });
ua.on("disconnected", () => { now.registered = false; show(); });
ua.on("registrationFailed", () => { now.registered = false; show(); setTimeout(() => line.drop(), 1000); }); // a new secret comes with a new connection
ua.on("newRTCSession", ({ session, originator }) => {
  if (originator === "remote" && now.session) return session.terminate({ status_code: 486 });
  follow(session);
});
addEventListener("offline", () => { now.line = "unreached"; show(); });
addEventListener("online", () => line.drop()); // another network: what was there carries no more

function carryOn() { // registered over a new connection: the call that went on meanwhile learns where we are now
  if (!now.fresh) return;
  now.fresh = false;
  if (now.session?.isEstablished()) return now.session.renegotiate({ rtcOfferConstraints: { iceRestart: true } });
  const call = JSON.parse(sessionStorage.getItem("telephone-call") || "null");
  sessionStorage.removeItem("telephone-call");
  if (!call || now.session || Date.now() - call.at > 30000) return;
  const replaces = `Replaces: ${call.id};to-tag=${call.theirs};from-tag=${call.ours}`;
  ua.call(`sip:back@${ua.configuration.uri.host}`, { ...media(), extraHeaders: [replaces] });
}
async function look() {
  const reply = await fetch("/desk/telephone", { redirect: "manual" }).catch(() => null);
  const state = reply?.ok ? await reply.json() : null;
  now.seen = state ? state.reachable : null;
  if (now.registered && now.seen === false) setTimeout(look, 1000); // it asks this page in a moment
  if (now.desk && state && !state.at_desk) ringAt(true); // a restart of the controller has forgotten it
  show();
  return state;
}
setInterval(look, 5000);

// --- the call -----------------------------------------------------------------------------------------------------
const media = () => ({ mediaConstraints: { audio: microphone(), video: false }, pcConfig: { iceServers: [] } });
function follow(session) {
  Object.assign(now, { session, since: 0, held: false, muted: false, media: "" });
  const track = (connection) => connection.addEventListener("track", ({ streams }) => { sound.srcObject = streams[0]; sound.play().catch(() => {}); });
  if (session.connection) track(session.connection); else session.on("peerconnection", ({ peerconnection }) => track(peerconnection));
  session.on("accepted", () => { ringer.stop(); now.since = Date.now(); show(); });
  session.on("confirmed", () => { show(); setTimeout(() => listen(session), 4000); });
  session.on("hold", ({ originator }) => { if (originator === "local") now.held = true; show(); });
  session.on("unhold", ({ originator }) => { if (originator === "local") now.held = false; show(); });
  session.on("muted", () => { now.muted = true; show(); });
  session.on("unmuted", () => { now.muted = false; show(); });
  session.on("getusermediafailed", () => checkMicrophone());
  for (const end of ["ended", "failed"]) session.on(end, () => over(session));
  if (session.direction === "incoming") ringer.ring(Number(el("ringing").value));
  document.dispatchEvent(new CustomEvent("telephone", { detail: { state: "ring" } }));
  show();
}
function over(session) {
  if (now.session !== session) return;
  ringer.stop();
  sound.srcObject = null;
  const along = now.desk && now.media === "no_sound";
  Object.assign(now, { session: null, since: 0, held: false, muted: false, media: "" });
  if (along) { ua.stop(); now.registered = false; now.line = ""; checkMicrophone(); look(); }
  document.dispatchEvent(new CustomEvent("telephone", { detail: { state: "quiet" } }));
  show();
}
async function listen(session) { // nothing at all arrives: the way for sound is closed
  if (now.session !== session || !session.connection) return;
  let packets = 0;
  (await session.connection.getStats()).forEach((each) => { if (each.type === "inbound-rtp") packets += each.packetsReceived; });
  now.media = packets ? "" : "no_sound";
  show();
}
addEventListener("pagehide", () => { // a reload: the call waits for this page to come back
  const id = now.session?.isEstablished() ? now.session._dialog?.id : null;
  if (id) sessionStorage.setItem("telephone-call", JSON.stringify({ id: id.call_id, ours: id.local_tag, theirs: id.remote_tag, at: Date.now() }));
});

// --- what the operator does ---------------------------------------------------------------------------------------
async function checkMicrophone() {
  now.microphone = now.desk ? "" : await microphoneFault();
  if (!now.microphone) await listDevices({ microphone: el("microphone"), speaker: el("speaker") }, words.usual_device);
  show();
}
function turn(session, held, left = 10) { // refused while the exchange itself is changing the call: once more in a moment
  if (now.session !== session || now.held === held || !left) return;
  if (!(held ? session.hold() : session.unhold())) setTimeout(turn, 200, session, held, left - 1);
}
function ringAt(desk, withCall = false) {
  const body = new URLSearchParams({ desk, with_call: withCall });
  return fetch("/desk/telephone/rings", { method: "POST", body, headers: { "x-form-token": part.dataset.formToken } }).catch(() => null);
}
const acts = {
  answer() { if (now.session && !now.session.isEstablished() && now.session.direction === "incoming") now.session.answer(media()); },
  hangup() { now.session?.terminate(); },
  hold() { if (now.session?.isEstablished()) turn(now.session, !now.held); },
  mute() { if (now.session?.isEstablished()) now.muted ? now.session.unmute({ audio: true }) : now.session.mute({ audio: true }); },
  async desk() {
    const along = now.media === "no_sound"; // nobody hears anything here: the call comes along
    if (el("desk").disabled || (now.session?.isEstablished() && !along)) return;
    const reply = await ringAt(!now.desk, along);
    if (!reply?.ok) { now.line = "away"; return show(); }
    now.desk = (await reply.json()).desk;
    if (along && now.session) return show(); // the exchange takes the call away from here
    if (now.desk) { if (now.session && !now.session.isEstablished()) now.session.terminate({ status_code: 480 }); ua.stop(); now.registered = false; now.line = ""; } else ua.start();
    checkMicrophone(); look();
  },
  take() { line.insists = true; line.drop(); },
  again() { now.media = ""; checkMicrophone(); if (!line.isConnected() && !now.desk) line.drop(); },
};
for (const [name, act] of Object.entries(acts)) el(name).addEventListener("click", act);
for (const each of el("keys").querySelectorAll("[data-tone]")) each.addEventListener("click", () => tone(each.dataset.tone));
function tone(key) { if (now.session?.isEstablished() && !now.held) now.session.sendDTMF(key, { transportType: "RFC2833" }); }

const KEYS = { a: "answer", x: "hangup", h: "hold", m: "mute", d: "desk" };
addEventListener("keydown", (event) => {
  ringer.wake().then(show);
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || !el("by-key").checked) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
  const act = KEYS[event.key.toLowerCase()];
  if (act) { event.preventDefault(); acts[act](); } else if (/^[0-9*#]$/.test(event.key)) tone(event.key);
});
addEventListener("pointerdown", () => ringer.wake().then(show));

for (const name of ["microphone", "speaker"]) el(name).addEventListener("change", () => { keep(name, el(name).value); route(); });
el("volume").value = kept("volume", "80"); el("ringing").value = kept("ringing", "60"); el("by-key").checked = kept("by-key", "1") === "1";
el("volume").addEventListener("input", () => { keep("volume", el("volume").value); route(); });
el("ringing").addEventListener("input", () => keep("ringing", el("ringing").value));
el("by-key").addEventListener("change", () => keep("by-key", el("by-key").checked ? "1" : "0"));
function route() {
  sound.volume = el("volume").value / 100;
  sound.setSinkId?.(kept("speaker", "")).catch(() => {});
  ringer.sendTo(kept("speaker", ""));
  const [sender] = now.session?.connection?.getSenders() || [];
  if (sender) navigator.mediaDevices.getUserMedia({ audio: microphone() }).then((stream) => sender.replaceTrack(stream.getAudioTracks()[0])).catch(() => checkMicrophone());
}
navigator.mediaDevices?.addEventListener("devicechange", checkMicrophone);
(async () => {
  show(); route();
  now.desk = (await look())?.at_desk || false; // the exchange keeps it, also over a reload
  if (!now.desk) ua.start();
  checkMicrophone();
})();
