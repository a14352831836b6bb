// Search in pages opened from a folder. Browsers start no worker from file://, so there (and only
// there) the search script runs in a hidden frame that speaks as a worker does.
// Material's search script looks for `IFrameWorker` in its parent, hence the name.
if (location.protocol === "file:") {
  globalThis.IFrameWorker = class extends EventTarget {
    constructor(url) {
      super()
      const frame = document.createElement("iframe")
      frame.hidden = true
      frame.title = "Search"
      document.body.append(frame)

      this.scope = frame.contentWindow
      this.scope.postMessage = (data) => this.dispatchEvent(new MessageEvent("message", { data }))

      const load = (source) => {
        const script = this.scope.document.createElement("script")
        script.src = source
        script.async = false // in the order in which they are asked for
        const loaded = new Promise((resolve) => script.addEventListener("load", resolve))
        this.scope.document.body.append(script)
        return loaded
      }
      // Called, and waited for, where the search's language is not English.
      Object.assign(this.scope, { importScripts: (...sources) => Promise.all(sources.map(load)) })
      this.ready = load(url)
    }

    async postMessage(data) {
      await this.ready
      this.scope.dispatchEvent(new MessageEvent("message", { data }))
    }
  }
  globalThis.Worker = globalThis.IFrameWorker
}
