/**
 * Has the page's worker keep this page, its style and its script, so that it opens again without a network. Where there is no
 * worker (an address without https), the page sells as long as it stays open.
 */
export async function keepPage(): Promise<void> {
  if (!navigator.serviceWorker) return
  try {
    await navigator.serviceWorker.register("/till/worker.js", { scope: "/till/" })
    const { active } = await navigator.serviceWorker.ready
    const files = [
      ...document.querySelectorAll<HTMLElement>(
        "link[rel=stylesheet], link[rel=preload], link[rel=icon], script[src]",
      ),
    ].flatMap((one) => one.getAttribute("href") ?? one.getAttribute("src") ?? [])
    active?.postMessage({ keep: location.pathname, files })
  } catch {
    // No worker on this instance.
  }
}
