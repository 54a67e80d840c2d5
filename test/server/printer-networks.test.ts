import t from "tap"
import { printerNetworks } from "../../server/printer-networks.ts"

t.test(
  "by default, any address but this machine’s, link-local ones and groups, on the ports of printers",
  async (t) => {
    const networks = printerNetworks("9100-9109", undefined)
    for (const address of [
      "192.168.1.50",
      "10.4.0.9",
      "172.16.0.1",
      "193.48.1.1",
      "fd12::5",
      "::ffff:192.168.1.50",
    ])
      t.ok(networks.allowsAddress(address), address)
    for (const address of [
      "127.0.0.1",
      "127.8.8.8",
      "0.0.0.0",
      "169.254.169.254",
      "224.0.0.1",
      "255.255.255.255",
      "::1",
      "::",
      "fe80::1",
      "ff02::1",
      "::ffff:127.0.0.1",
      "::ffff:169.254.169.254",
      "printer.local",
      "2130706433",
      "",
    ])
      t.notOk(networks.allowsAddress(address), address)
    for (const port of [9100, 9105, 9109]) t.ok(networks.allowsPort(port), `${port}`)
    for (const port of [22, 80, 443, 5432, 6379, 9099, 9110, 0, 65536])
      t.notOk(networks.allowsPort(port), `${port}`)
  },
)

t.test("what the operator names, and nothing else", async (t) => {
  const networks = printerNetworks("9100,515,9200-9201", "192.168.10.0/24, 10.0.0.7,fd00::/8")
  for (const address of ["192.168.10.200", "10.0.0.7", "fd00::9"])
    t.ok(networks.allowsAddress(address), address)
  for (const address of ["192.168.11.1", "10.0.0.8", "fe80::9", "127.0.0.1"])
    t.notOk(networks.allowsAddress(address), address)
  t.same(
    [515, 9100, 9101, 9200, 9201].map((port) => networks.allowsPort(port)),
    [true, true, false, true, true],
  )
  const none = printerNetworks("9100", "none")
  t.notOk(none.allowsAddress("192.168.10.200"))
})
