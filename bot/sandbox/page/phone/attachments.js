// Why: turns the files somebody chose into what the control API takes: each of its kind, several as an album, and
// what does not fit together as plain documents.

const MOST_BYTES = 20 * 1024 * 1024;
export const MOST_FILES = 10;

export const isTooBig = (file) => file.size > MOST_BYTES;

function kindOf({ type }) {
  if (/^image\/(png|jpeg|webp)$/.test(type)) return "photo";
  if (type === "image/gif") return "animation";
  if (type === "video/mp4") return "video";
  if (/^audio\/(ogg|opus)$/.test(type)) return "voice";
  return type.startsWith("audio/") ? "audio" : "document";
}

/** Whether these kinds may stand in one album; others are sent as documents. */
function fitTogether(kinds) {
  const pictures = kinds.every((kind) => kind === "photo" || kind === "video");
  return pictures || (new Set(kinds).size === 1 && (kinds[0] === "audio" || kinds[0] === "document"));
}

/** {name, mime, base64} of a chosen file. */
export function contentOf(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve({ name: file.name, mime: file.type || undefined, base64: reader.result.split(",")[1] ?? "" });
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

/** The fields of a `say` for a text and files; the caption goes to the first of an album. */
export async function fieldsOf(text, files) {
  if (!files.length) return { text };
  const contents = await Promise.all(files.map(contentOf));
  const kinds = files.map(kindOf);
  if (files.length === 1) return { [kinds[0]]: contents[0], caption: text };
  const together = fitTogether(kinds);
  return { album: contents.map((content, n) => ({ [together ? kinds[n] : "document"]: content, caption: n ? undefined : text })) };
}
