// Fetches files that never change under their names: counts the bytes, and takes them from the browser's cache the next time.

const NAME = "live-code";
const network = globalThis.fetch; // worker.js gives Pyodide another one, which waits for what is fetched here

// Where there is no cache (plain http, some private windows) every visit downloads.
const openCache = async () => globalThis.caches?.open(NAME).catch(() => undefined);

/**
 * Fetch one file.
 * @param {string} url
 * @param {(bytes: number) => void} onBytes Called with the number of bytes that came since the last call.
 * @returns {Promise<Response>}
 */
export async function download(url, onBytes) {
  const cache = await openCache();
  const kept = await cache?.match(url);
  if (kept) {
    onBytes(Number(kept.headers.get("content-length")));
    return kept;
  }
  const answer = await network(url);
  if (!answer.ok || !answer.body) {
    throw new Error(`${new URL(url).pathname}: ${answer.status} ${answer.statusText}`);
  }
  /** @type {TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>} */
  const counted = new TransformStream({
    transform(chunk, stream) {
      onBytes(chunk.byteLength);
      stream.enqueue(chunk);
    },
  });
  const bytes = await new Response(answer.body.pipeThrough(counted)).arrayBuffer();
  const headers = { "content-length": String(bytes.byteLength) };
  await cache?.put(url, new Response(bytes, { headers })).catch(() => undefined); // the disk may be full
  return new Response(bytes, { headers });
}

/**
 * Replace a file in the cache by what is made of it.
 * @param {string} url
 * @param {(bytes: Uint8Array) => Promise<Uint8Array<ArrayBuffer> | undefined>} change Gives nothing if the file is to stay.
 */
export async function replace(url, change) {
  const cache = await openCache();
  const kept = await cache?.match(url);
  const changed = kept && (await change(new Uint8Array(await kept.arrayBuffer())));
  if (!changed) return;
  const { headers } = kept; // the bytes that came remain what they were
  await cache?.put(url, new Response(changed, { headers })).catch(() => undefined);
}

/**
 * Drop what an earlier version of the site has left in the cache.
 * @param {Set<string>} current The addresses that this version may still need.
 */
export async function forgetOthers(current) {
  const cache = await openCache();
  if (!cache) return;
  for (const { url } of await cache.keys()) if (!current.has(url)) await cache.delete(url);
}
