// @ts-check
/** How a picture that the kernel has packed becomes the address of an image. */

export const TOO_OLD = "This browser is too old to show the picture. Please use a newer one.";

/**
 * The packed SVG as the address of an image.
 *
 * @param {DataView | null} packed gzip, none before the first picture
 * @returns {Promise<string>}
 */
export async function addressOf(packed) {
  if (!packed?.byteLength) return "";
  const bytes = new Uint8Array(packed.buffer, packed.byteOffset, packed.byteLength);
  const stream = new Blob([bytes.slice()]).stream().pipeThrough(new DecompressionStream("gzip"));
  return `data:image/svg+xml,${encodeURIComponent(await new Response(stream).text())}`;
}
