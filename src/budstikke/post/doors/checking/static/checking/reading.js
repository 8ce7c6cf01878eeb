// Reads a chosen file strictly, as the proof folder does: JSON that means one thing only, of the published shape.
"use strict";
const budstikkeReading = (() => {
  const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/gs;
  const LARGEST_BYTES = 100_000_000;
  const WORDS = new Set(["true", "false", "null"]);

  class NotEvidence extends Error {}

  // UTF-8 without a wrong byte, no member twice, no half a character, no number that readers take differently.
  function json(data) {
    if (data.length > LARGEST_BYTES) throw new NotEvidence("larger than any report");
    const text = new TextDecoder("utf-8", { fatal: true }).decode(data);
    const value = JSON.parse(text);
    const open = [];
    let before = "";
    for (const [token] of text.matchAll(TOKEN)) {
      if (token === "{") open.push(new Set());
      else if (token === "[") open.push(null);
      else if (token === "}" || token === "]") open.pop();
      else if (token === ":") {
        const name = JSON.parse(before);
        if (open.at(-1).has(name)) throw new NotEvidence("a member is named twice");
        open.at(-1).add(name);
      } else if (token.startsWith('"')) {
        if (/\p{Surrogate}/u.test(JSON.parse(token))) throw new NotEvidence("half a character");
      } else if (token !== "," && !WORDS.has(token)) {
        const number = Number(token);
        if (String(number) !== token || Math.abs(number) > Number.MAX_SAFE_INTEGER) throw new NotEvidence("a number");
      }
      before = token;
    }
    return value;
  }

  // As much of JSON Schema as the published schemas use; shapes.js has them.
  const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
  const TYPES = {
    object: isObject, array: Array.isArray, string: (value) => typeof value === "string",
    integer: Number.isSafeInteger, boolean: (value) => typeof value === "boolean", null: (value) => value === null,
  };
  const isDay = (text) => /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00Z`).toJSON()?.slice(0, 10) === text;
  const FORMATS = {
    date: isDay,
    "date-time": (text) => isDay(text.slice(0, 10)) && /^.{10}T([01]\d|2[0-3])(:[0-5]\d){2}(\.\d{6})?[+-]\d\d:\d\d(:\d\d)?$/.test(text),
  };
  const HIDDEN_LETTER = /[\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/u;
  const isPlainText = (text) => text === text.normalize("NFC").trim().replace(/\s+/gu, " ") && !HIDDEN_LETTER.test(text);
  function fits(value, schema, root, shapes) {
    if (schema.$ref) {
      const name = schema.$ref.replace("#/$defs/", "");
      const named = schema.$ref.startsWith("#") ? root.$defs[name] : shapes[schema.$ref];
      const whole = schema.$ref.startsWith("#") ? root : named;
      return fits(value, named, whole, shapes) && (name !== "text" || isPlainText(value));
    }
    if (schema.anyOf && !schema.anyOf.some((each) => fits(value, each, root, shapes))) return false;
    if ("const" in schema && value !== schema.const) return false;
    if (schema.enum && !schema.enum.includes(value)) return false;
    if (schema.type && ![schema.type].flat().some((type) => TYPES[type](value))) return false;
    if (typeof value === "string") return textFits(value, schema);
    if (typeof value === "number") return !(value < schema.minimum);
    if (Array.isArray(value)) {
      return !(value.length > schema.maxItems) && (!schema.items || value.every((each) => fits(each, schema.items, root, shapes)));
    }
    return !isObject(value) || membersFit(value, schema, root, shapes);
  }
  function textFits(value, schema) {
    const length = [...value].length;
    if (length < schema.minLength || length > schema.maxLength) return false;
    if (schema.pattern && !new RegExp(schema.pattern, "u").test(value)) return false;
    return !schema.format || FORMATS[schema.format](value);
  }
  function membersFit(value, schema, root, shapes) {
    if ((schema.required || []).some((name) => !Object.hasOwn(value, name))) return false;
    return Object.entries(value).every(([name, each]) => {
      if (schema.properties && Object.hasOwn(schema.properties, name)) return fits(each, schema.properties[name], root, shapes);
      return schema.additionalProperties !== false;
    });
  }
  const hasShape = (value, name) => fits(value, { $ref: name }, {}, budstikkeShapes);

  // What no single member shows (proof.evidence_shape).
  function contradicts(evidence) {
    const { event, report, pictures, letter, signing, decisions } = evidence;
    const of = [letter, evidence.interchange, evidence.forwarding, evidence.register, evidence.agreement];
    if (of.filter((each) => each !== null && each !== undefined).length !== 1) return true;
    if ((evidence.sender === null) !== Object.hasOwn(evidence, "forwarding")) return true;
    if ((event === "AgreementAccepted") !== Object.hasOwn(evidence, "agreement")) return true;
    if (budstikkeShapes.refusing.includes(event) && !decisions.length) return true;
    if (event === "ContentHandover" && (!report || !signing || !decisions.length)) return true;
    if (report && (!letter || report.kollinr !== letter.number)) return true;
    return Boolean(pictures.signature && (!signing || signing.kind === "not_able_to_sign"));
  }

  // Returns what a file is: evidence, a checkpoint or the growth between two, read and not yet judged.
  function read(data) {
    const content = json(data);
    const of = (kind, names) => {
      if (!names.every((name) => hasShape(content, name))) throw new NotEvidence(`no such ${kind}`);
      return { kind, content };
    };
    if (isObject(content) && "first" in content) return of("growth", ["urn:budstikke:growth:1"]);
    if (isObject(content) && "checkpoint" in content) return of("checkpoint", ["urn:budstikke:checkpoint:1"]);
    const found = of("evidence", ["urn:budstikke:evidence-file:1"]);
    if ([content, ...(content.chain || [])].some((each) => contradicts(each.evidence))) throw new NotEvidence("contradicts itself");
    return found;
  }
  return { read, json };
})();
