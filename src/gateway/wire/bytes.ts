/** Buffers by their fields, in the byte order of the network. */

export const filled = (size: number, fill: (buffer: Buffer) => void): Buffer => {
  const buffer = Buffer.allocUnsafe(size)
  fill(buffer)
  return buffer
}

export const int16 = (value: number) => filled(2, (buffer) => buffer.writeInt16BE(value))
export const uint16 = (value: number) => filled(2, (buffer) => buffer.writeUInt16BE(value))
export const int32 = (value: number) => filled(4, (buffer) => buffer.writeInt32BE(value))
export const int64 = (value: bigint) => filled(8, (buffer) => buffer.writeBigInt64BE(value))
export const uint32 = (value: number) => filled(4, (buffer) => buffer.writeUInt32BE(value))

/** Text that ends with a zero byte. */
export const zeroEnded = (text: string) => Buffer.from(`${text}\0`)
