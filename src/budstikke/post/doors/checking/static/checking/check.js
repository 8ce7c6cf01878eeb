// Checks evidence in the browser: signature (ES256), certificate, revocation, place in the log, disclosed values and
// file hashes; and what the log publishes, checkpoints and its growth. Everything is WebCrypto and arithmetic; nothing
// is asked of anybody. The rules are those of the proof folder; where this page knows less than the installed judge,
// it says so and does not hold. Files are read by reading.js.
"use strict";
(() => {
  const norwegian = document.documentElement.lang !== "en";
  const say = (no, en) => (norwegian ? no : en);
  const bytes = (text) => new TextEncoder().encode(text);
  const hex = (data) => [...data].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const unhex = (text) => Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));
  const sha256 = async (data) => new Uint8Array(await crypto.subtle.digest("SHA-256", data));
  const joined = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));
  const same = (a, b) => a.length === b.length && a.every((byte, at) => byte === b[at]);
  const base64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const base64url = (text) => base64(text.replaceAll("-", "+").replaceAll("_", "/"));
  const toBase64url = (data) => {
    let text = "";
    for (const byte of data) text += String.fromCharCode(byte);
    return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  };

  // RFC 8785: what ECMAScript writes, with members sorted by UTF-16.
  function canonical(value) {
    if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
    if (value === null || typeof value !== "object") return JSON.stringify(value);
    const members = Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`);
    return `{${members.join(",")}}`;
  }

  // DER: as much of it as a certificate and a revocation list need.
  function der(data, at = 0) {
    let length = data[at + 1];
    let start = at + 2;
    if (length > 0x80) {
      const count = length & 0x7f;
      if (count > 4) throw new Error("DER");
      length = 0;
      for (let each = 0; each < count; each += 1) length = length * 256 + data[start + each];
      start += count;
    } else if (length === 0x80) throw new Error("DER");
    const end = start + length;
    if (!(end <= data.length)) throw new Error("DER");
    return { tag: data[at], content: data.subarray(start, end), all: data.subarray(at, end), end };
  }
  function inside(element) {
    const found = [];
    for (let at = 0; at < element.content.length; ) {
      const each = der(element.content, at);
      found.push(each);
      at = each.end;
    }
    return found;
  }
  function time(element) {
    const text = new TextDecoder().decode(element.content);
    const year = element.tag === 0x17 ? `${Number(text.slice(0, 2)) < 50 ? "20" : "19"}${text.slice(0, 2)}` : text.slice(0, 4);
    const rest = text.slice(element.tag === 0x17 ? 2 : 4);
    return Date.UTC(year, rest.slice(0, 2) - 1, rest.slice(2, 4), rest.slice(4, 6), rest.slice(6, 8), rest.slice(8, 10));
  }
  const ECDSA_SHA256 = "06082a8648ce3d040302";
  const KEY_USAGE = "0603551d0f";
  const BASIC = "0603551d13";
  // Basic constraints, key usage, extended key usage, policies: what may be marked critical.
  const UNDERSTOOD = new Set([BASIC, KEY_USAGE, "0603551d25", "0603551d20"]);
  function certificate(data) {
    const [body, algorithm, signature] = inside(der(data));
    const parts = inside(body);
    if (parts[0].tag === 0xa0) parts.shift();
    const [serial, , issuer, validity, subject, key, ...rest] = parts;
    const [from, until] = inside(validity).map(time);
    const wrapped = rest.find((each) => each.tag === 0xa3);
    const extensions = wrapped ? inside(inside(wrapped)[0]).map(inside) : [];
    const extension = (name) => {
      const found = extensions.find((each) => hex(each[0].all) === name);
      return found && der(found[found.length - 1].content);
    };
    const usage = extension(KEY_USAGE);
    const basic = extension(BASIC);
    const critical = extensions.filter((each) => each.length === 3 && each[1].content[0]).map((each) => hex(each[0].all));
    return {
      body: body.all, algorithm: hex(inside(algorithm)[0].all), signature: signature.content.subarray(1),
      serial: hex(serial.content), issuer: hex(issuer.all), subject: hex(subject.all), key: key.all, from, until,
      understood: critical.every((each) => UNDERSTOOD.has(each)), usage: usage ? usage.content[1] : 0, issues: !usage || Boolean(usage.content[1] & 0x04), authority: Boolean(basic && basic.content.length && basic.content[2] === 0xff),
    };
  }
  function revocations(data) {
    const [body, algorithm, signature] = inside(der(data));
    const parts = inside(body);
    if (parts[0].tag === 0x02) parts.shift();
    const [, issuer, , ...rest] = parts;
    const entries = rest.find((each) => each.tag === 0x30);
    return {
      body: body.all, algorithm: hex(inside(algorithm)[0].all), signature: signature.content.subarray(1),
      issuer: hex(issuer.all), serials: entries ? inside(entries).map((each) => hex(inside(each)[0].content)) : [],
    };
  }
  function raw(signature) {
    // Certificates carry the two numbers in ASN.1; WebCrypto wants them side by side.
    const numbers = inside(der(signature)).map((each) => {
      const digits = hex(each.content).replace(/^(00)+/, "").padStart(64, "0");
      if (digits.length !== 64) throw new Error("DER");
      return unhex(digits);
    });
    return joined(...numbers);
  }
  async function fits(key, signature, signed) {
    const imported = await crypto.subtle.importKey("spki", key, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
    return crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, imported, signature, signed);
  }
  async function signedBy(signed, issuer) {
    if (signed.issuer !== issuer.subject || signed.algorithm !== ECDSA_SHA256) return false;
    return fits(issuer.key, raw(signed.signature), signed.body).catch(() => false);
  }

  function readTrust(texts) {
    const found = { roots: [], lists: [] };
    for (const text of texts) {
      for (const [, label, body] of text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \1-----/g)) {
        const data = base64(body.replace(/\s/g, ""));
        if (label === "CERTIFICATE") found.roots.push(certificate(data));
        if (label === "X509 CRL") found.lists.push(revocations(data));
      }
    }
    return found;
  }

  // Why a signature does not hold, or an empty text when it does.
  const KINDS = { evidence: "budstikke-evidence+jws", checkpoint: "budstikke-checkpoint+jws" };
  async function fault(value, signature, kind, trust) {
    const header = budstikkeReading.json(base64url(signature.protected));
    const known = header.alg === "ES256" && header.typ === KINDS[kind] && whole(header.iat) && Object.keys(header).length === 4;
    if (!known || header.x5c.length !== 1) {
      return say("signaturen er av et annet slag", "the signature is of another kind");
    }
    const leaf = certificate(base64(header.x5c[0]));
    const signed = bytes(`${signature.protected}.${toBase64url(bytes(canonical(value)))}`);
    if (!(await fits(leaf.key, base64url(signature.signature), signed))) {
      return say("endret etter at det ble signert", "changed after it was signed");
    }
    if (!trust.roots.length) return say("ingen rot er valgt å bedømme med", "no root is chosen to judge by");
    let root = null;
    for (const each of trust.roots) {
      if (each.authority && each.issues && each.understood && (await signedBy(leaf, each))) root = each;
    }
    if (!root || !leaf.understood) return say("sertifikatet fører ikke til en rot du har valgt", "the certificate does not lead to a root you chose");
    for (const list of trust.lists) {
      if (list.serials.includes(leaf.serial) && (await signedBy(list, root))) {
        return say("sertifikatet er trukket tilbake", "the certificate has been revoked");
      }
    }
    for (const moment of [header.iat * 1000, Date.now()]) {
      if (moment < leaf.from || moment > leaf.until) {
        return say("sertifikatet gjaldt ikke da, eller gjelder ikke nå", "the certificate was not in force then, or is not now");
      }
    }
    if (!(leaf.usage & 0x80)) return say("sertifikatet er laget for noe annet", "the certificate was made for something else");
    return "";
  }
  async function signatures(value, list, kind, trust) {
    if (!list || !list.length) return say("ikke signert", "not signed");
    for (const each of list) {
      const why = await fault(value, each, kind, trust).catch(() => say("signaturen kan ikke leses", "the signature cannot be read"));
      if (why) return why;
    }
    return "";
  }

  // RFC 9162, 2.1.3.2 and 2.1.4.2.
  const node = (left, right) => sha256(joined([1], left, right));
  const whole = (number) => Number.isSafeInteger(number) && number >= 0 && number < 2 ** 31; // shifts have 32 bits
  async function rootOf(leaf, index, size, path) {
    if (!whole(index) || !whole(size) || index >= size) return null;
    let [at, last, found] = [index, size - 1, leaf];
    for (const step of path.map(unhex)) {
      if (last === 0) return null;
      if (at & 1 || at === last) {
        found = await node(step, found);
        while (!(at & 1) && at) [at, last] = [at >> 1, last >> 1];
      } else found = await node(found, step);
      [at, last] = [at >> 1, last >> 1];
    }
    return last === 0 ? hex(found) : null;
  }
  async function grew(first, second, path) {
    if (first.origin !== second.origin) return false;
    if (first.size === second.size) return first.root === second.root && !path.length;
    if (first.size === 0) return !path.length;
    if (!whole(first.size) || !whole(second.size) || first.size > second.size) return false;
    const steps = (first.size & (first.size - 1) ? path : [first.root, ...path]).map(unhex);
    if (!steps.length) return false;
    let [at, last] = [first.size - 1, second.size - 1];
    while (at & 1) [at, last] = [at >> 1, last >> 1];
    let [older, newer] = [steps[0], steps[0]];
    for (const step of steps.slice(1)) {
      if (last === 0) return false;
      if (at & 1 || at === last) {
        [older, newer] = [await node(step, older), await node(step, newer)];
        while (!(at & 1) && at) [at, last] = [at >> 1, last >> 1];
      } else newer = await node(newer, step);
      [at, last] = [at >> 1, last >> 1];
    }
    return last === 0 && hex(older) === first.root && hex(newer) === second.root;
  }
  async function isIn(document_, log, checkpoint) {
    const leaf = await sha256(joined([0], await sha256(bytes(canonical(document_)))));
    return (await rootOf(leaf, log.index, checkpoint.size, log.path)) === checkpoint.root;
  }

  async function disclosed(file) {
    for (const each of file.disclosures || []) {
      let value = file.evidence;
      for (const step of each.path.split("/").slice(1)) value = value && value[step.replaceAll("~1", "/").replaceAll("~0", "~")];
      const digest = hex(await sha256(bytes(canonical([each.salt, each.path, each.value]))));
      if (!value || Object.keys(value).length !== 1 || value.salted !== digest) return each.path;
    }
    return "";
  }

  async function* checks(file, trust, others) {
    const digest = hex(await sha256(bytes(canonical(file.evidence))));
    yield [true, say(`Beviset: ${file.evidence.event}, fingeravtrykk ${digest}. Ikke kvalifisert.`, `Evidence: ${file.evidence.event}, fingerprint ${digest}. Not qualified.`)];
    const why = await signatures(file.evidence, file.signatures, "evidence", trust);
    yield [!why, say("Signaturen på beviset", "The evidence’s signature") + (why ? `: ${why}.` : say(" holder.", " holds."))];
    const wrong = await disclosed(file);
    if (wrong) yield [false, say(`${wrong} er ikke det som ble signert.`, `${wrong} is not what was signed.`)];
    else if (file.disclosures) yield [true, say(`${file.disclosures.length} personopplysninger er vist fram og er de signerte.`, `${file.disclosures.length} personal values are disclosed and are those signed.`)];
    if (file.log) yield* inLog(file, trust);
    else yield [true, say("Beviset kom uten plass i loggen; det er ikke prøvd.", "The evidence came without a place in the log; that was not checked.")];
    const pictures = Object.values(file.evidence.pictures || {}).filter(Boolean).map((each) => each.sha256);
    for (const [name, data] of others) {
      const found = pictures.includes(hex(await sha256(data)));
      yield [found, found ? say(`${name} er filen beviset navngir.`, `${name} is the file the evidence names.`) : say(`${name} er ikke en fil beviset navngir.`, `${name} is no file the evidence names.`)];
    }
  }
  async function* inLog(file, trust) {
    const { checkpoint, signatures: list } = file.log.checkpoint;
    const earlier = file.log.earlier;
    let why = await signatures(checkpoint, list, "checkpoint", trust);
    if (!why && earlier) why = await signatures(earlier.checkpoint.checkpoint, earlier.checkpoint.signatures, "checkpoint", trust);
    yield [!why, say("Loggens sjekkpunkt", "The log’s checkpoint") + (why ? `: ${why}.` : say(" er signert av loggen.", " is signed by the log."))];
    const found = await isIn(file.evidence, file.log, checkpoint);
    yield [found, say(`Beviset er ${found ? "" : "ikke "}oppføring ${file.log.index} av ${checkpoint.size} i loggen.`, `The evidence is ${found ? "" : "not "}entry ${file.log.index} of ${checkpoint.size} in the log.`)];
    if (earlier) {
      const only = await grew(earlier.checkpoint.checkpoint, checkpoint, earlier.path);
      yield [only, only ? say("Loggen har bare vokst.", "The log has only grown.") : say("Loggen ble skrevet om.", "The log was rewritten.")];
    }
    for (const link of file.chain || []) {
      const unsigned = await signatures(link.evidence, link.signatures, "evidence", trust);
      const number = (each) => each.evidence.letter && each.evidence.letter.number;
      const sound = !unsigned && number(link) === number(file) && !(await disclosed(link)) && (await isIn(link.evidence, link.log, checkpoint));
      yield [sound, sound ? say(`${link.evidence.event} før dette står i den samme loggen.`, `${link.evidence.event} before this is in the same log.`) : say(`${link.evidence.event} før dette holder ikke.`, `${link.evidence.event} before this does not hold.`)];
    }
  }

  async function* ofTheLog(content, trust) {
    for (const each of content.first ? [content.first, content.second] : [content]) {
      const { size, root, made_at: made, origin } = each.checkpoint;
      const why = await signatures(each.checkpoint, each.signatures, "checkpoint", trust);
      const words = say(`Sjekkpunktet ${made}: ${size} oppføringer i ${origin}, rot ${root}`, `The checkpoint ${made}: ${size} entries in ${origin}, root ${root}`);
      yield [!why, words + (why ? `: ${why}.` : say(", er signert av loggen.", ", is signed by the log."))];
    }
    if (!content.first) return;
    const only = await grew(content.first.checkpoint, content.second.checkpoint, content.path);
    yield [only, only ? say("Loggen har bare vokst mellom dem.", "The log has only grown between them.") : say("Loggen ble skrevet om.", "The log was rewritten.")];
  }

  const chosen = (name) => [...document.getElementById(name).files];
  const HEADS = { evidence: say("Beviset", "The evidence"), log: say("Loggens fil", "The log’s file") };
  async function verdict() {
    const found = [];
    let about = HEADS.evidence;
    try {
      const trust = readTrust(await Promise.all(chosen("trust").map((file) => file.text())));
      const others = await Promise.all(chosen("files").map(async (file) => [file.name, new Uint8Array(await file.arrayBuffer())]));
      const file = budstikkeReading.read(new Uint8Array(await chosen("evidence")[0].arrayBuffer()));
      about = HEADS[file.kind === "evidence" ? "evidence" : "log"];
      const judged = file.kind === "evidence" ? checks(file.content, trust, others) : ofTheLog(file.content, trust);
      for await (const each of judged) found.push(each);
    } catch (error) {
      const why = error.message.slice(0, 80);
      found.push([false, say(`Filene kan ikke leses (${why}).`, `The files cannot be read (${why}).`)]);
    }
    return [about, found];
  }
  document.getElementById("check").addEventListener("click", async () => {
    const [about, found] = await verdict();
    const holds = found.length > 0 && found.every(([each]) => each);
    document.getElementById("holds").textContent = `${about} ${holds ? say("holder", "holds") : say("holder ikke", "does not hold")}`;
    document.getElementById("checks").replaceChildren(
      ...found.map(([each, words]) => {
        const line = document.createElement("li");
        const [mark, text] = [document.createElement("span"), document.createElement("span")];
        mark.textContent = each ? "✓" : "✗";
        text.textContent = words;
        line.append(mark, text);
        return line;
      }),
    );
    const section = document.getElementById("verdict");
    section.hidden = false;
    section.focus();
  });
})();
