import { BlockList, isIP } from "node:net"
import { StartError } from "./start-error.ts"

/** What printers may be reached, as the operator of the server says: no address of a printer goes beyond it. */
export interface PrinterNetworks {
  allowsPort(port: number): boolean
  /** `address` is a numeric one: names are looked up before. */
  allowsAddress(address: string): boolean
}

/** This machine, its neighbours without a network, groups, and what stands for no machine: never a printer. */
const never = [
  "0.0.0.0/8",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "224.0.0.0/4",
  "240.0.0.0/4",
  "::/128",
  "::1/128",
  "fe80::/10",
  "ff00::/8",
]

/**
 * Reads PRINTER_PORTS and PRINTER_NETWORKS. Without networks, every address but those of this machine, link-local ones and
 * groups; with them, only what they hold; "none": no printer at all.
 * @throws StartError when one can't be read
 */
export function printerNetworks(ports: string, networks: string | undefined): PrinterNetworks {
  const ranges = ports.split(",").map((part) => {
    const [first = 0, last = first] = part.split("-").map(Number)
    if (first < 1 || last > 65535 || first > last)
      throw new StartError(
        "The variable PRINTER_PORTS is not usable: it must be ports and ranges such as 9100-9109.",
      )
    return { first, last }
  })
  const given = networks && networks !== "none" ? networks.split(",").map((part) => part.trim()) : []
  const list = listOf(given.length > 0 ? given : never)
  const contains = (address: string) => {
    const plain = address.replace(/^::ffff:(?=\d+\.)/i, "")
    const family = isIP(plain)
    return family !== 0 && list.check(plain, family === 6 ? "ipv6" : "ipv4")
  }
  return {
    allowsPort: (port) => ranges.some(({ first, last }) => first <= port && port <= last),
    allowsAddress: (address) => {
      if (networks === "none" || isIP(address) === 0) return false
      return given.length > 0 ? contains(address) : !contains(address)
    },
  }
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = "", bits] = network.split("/")
    const family = isIP(address)
    const most = family === 6 ? 128 : 32
    const length = bits === undefined ? most : Number(bits)
    if (family === 0 || !/^\d{1,3}$/.test(bits ?? "0") || length > most)
      throw new StartError(
        "The variable PRINTER_NETWORKS is not usable: it must be none, or networks such as 192.168.1.0/24.",
      )
    list.addSubnet(address, length, family === 6 ? "ipv6" : "ipv4")
  }
  return list
}
