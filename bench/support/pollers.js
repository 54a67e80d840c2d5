// In a thread of its own: asks where places stand, so many a second, until it is ended.
import { Agent, get } from "node:http"
import { parentPort, workerData } from "node:worker_threads"

const { url, places, perSecond } = workerData
const agent = new Agent({ keepAlive: true, maxSockets: 128 })
const every = 50
let asked = 0
let answered = 0
let failed = 0
setInterval(() => {
  for (let n = 0; n < (perSecond * every) / 1000; n++) {
    const place = places[asked++ % places.length]
    get(url, { agent, headers: { "waiting-place": place } }, (answer) => {
      answer.resume().on("end", () => (answer.statusCode === 200 ? answered++ : failed++))
    }).on("error", () => failed++)
  }
}, every)
parentPort?.on("message", () => parentPort?.postMessage({ answered, failed }))
