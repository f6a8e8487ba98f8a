// A ZIP archive without compression (APPNOTE.TXT 4.3), so that everything presented can be kept in one file.

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});
const DATE_1980 = 0x21;
const UTF8_NAMES = 0x0800;

/** The archive of `files`, each `{name, content}`, as a Blob. The same files give the same bytes. */
export function zip(files) {
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const { name, content } of files) {
    const encoded = new TextEncoder().encode(name);
    const common = [20, UTF8_NAMES, 0, 0, DATE_1980];
    const sizes = [crc32(content), content.length, content.length];
    const local = record([[0x04034b50, 4], ...shorts(common), ...longs(sizes), ...shorts([encoded.length, 0])]);
    parts.push(local, encoded, content);
    directory.push(
      record([
        [0x02014b50, 4], ...shorts([20, ...common]), ...longs(sizes), ...shorts([encoded.length, 0, 0, 0, 0]),
        ...longs([0, offset]),
      ]),
      encoded,
    );
    offset += local.length + encoded.length + content.length;
  }
  const length = directory.reduce((sum, part) => sum + part.length, 0);
  const end = record([
    [0x06054b50, 4], ...shorts([0, 0, files.length, files.length]), ...longs([length, offset]), [0, 2],
  ]);
  return new Blob([...parts, ...directory, end], { type: 'application/zip' });
}

const shorts = (values) => values.map((value) => [value, 2]);
const longs = (values) => values.map((value) => [value, 4]);

function record(fields) {
  const bytes = new Uint8Array(fields.reduce((sum, [, size]) => sum + size, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [value, size] of fields) {
    if (size === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += size;
  }
  return bytes;
}

function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = TABLE[(crc ^ byte) & 0xff] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
