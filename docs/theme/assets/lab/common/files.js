// The files that the package writes for the lab; they lie in the folder `data` beside these.

/**
 * @param {string} name
 * @throws {Error} with a sentence to the reader
 */
async function load(name) {
  const answer = await fetch(new URL(`../data/${name}`, import.meta.url)).catch(() => null)
  if (answer?.ok) return answer
  throw new Error(`${name} could not be loaded${answer ? ` (${answer.status})` : ""}`)
}

/**
 * @param {string} name
 * @returns {Promise<any>}
 * @throws {Error} with a sentence to the reader, if the file is missing or damaged
 */
export async function loadJson(name) {
  const answer = await load(name)
  return answer.json().catch(() => {
    throw new Error(`${name} is damaged`)
  })
}

/**
 * @param {string} name
 * @returns {Promise<ArrayBuffer>}
 * @throws {Error} with a sentence to the reader, if the file is missing
 */
export async function loadBytes(name) {
  return (await load(name)).arrayBuffer()
}

/**
 * What zlib has packed.
 *
 * @param {string} name
 * @returns {Promise<Uint8Array>}
 * @throws {Error} with a sentence to the reader, if the file is missing or damaged
 */
export async function loadPacked(name) {
  const { body } = await load(name)
  const unpacked = new Response(body.pipeThrough(new DecompressionStream("deflate")))
  const bytes = await unpacked.arrayBuffer().catch(() => {
    throw new Error(`${name} is damaged`)
  })
  return new Uint8Array(bytes)
}
