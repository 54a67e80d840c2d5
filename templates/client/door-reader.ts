import { BarcodeDetector, prepareZXingModule } from "barcode-detector/ponyfill"

/** A reader of QR codes for browsers that have none; `wasm` is where our own server keeps its machine code. */
export async function openReader(wasm: string): Promise<BarcodeDetector> {
  await prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true })
  return new BarcodeDetector({ formats: ["qr_code"] })
}
