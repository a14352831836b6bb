// <train-bench>: the digit network of the class notes learns in the browser. Its attributes are its
// settings, named as in the address of the lab's page (filters, relu, against, …), or a `preset`;
// with `linked`, the page's address holds them.
//
// Until the element comes near the window nothing is loaded, and what stands in it stays.

import { complaint } from "../common/elements.js"

const NEAR = "600px"

class TrainBench extends HTMLElement {
  connectedCallback() {
    this.near = new IntersectionObserver(([{ isIntersecting }]) => {
      if (!isIntersecting) return
      this.near.disconnect()
      this.#open()
    }, { rootMargin: NEAR })
    this.near.observe(this)
  }

  disconnectedCallback() {
    this.near.disconnect()
    this.bench?.close()
    this.bench = null
  }

  async #open() {
    try {
      const { openBench } = await import("./bench.js")
      const bench = await openBench(this)
      if (this.isConnected) this.bench = bench
      else bench.close()
    } catch (error) {
      const sentence = complaint(
        `The bench cannot start: ${error.message}. The rest of this page does not need it.`,
      )
      sentence.setAttribute("role", "alert")
      this.prepend(sentence)
    }
  }
}

customElements.define("train-bench", TrainBench)
