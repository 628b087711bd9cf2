/** Hands a file to the browser, to be kept. */

export function download(name: string, content: string, type: string) {
  // The mark at the start tells spreadsheets that it is UTF-8.
  const address = URL.createObjectURL(new Blob(['\ufeff', content], { type }))
  save(name, address)
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}

export function save(name: string, address: string) {
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
}
