// <train-bench>: the digit network of the class notes learns in the browser. Its attributes are its
// settings, named as in the address of the lab's page (filters, relu, against, …), or a `preset`;
// with `linked`, the page's address holds them; with `short`, it is as low as a lesson needs it, and
// of its controls only those are shown that this attribute names.

import { complaint } from "../common/elements.js"
import { openBench } from "./bench.js"

class TrainBench extends HTMLElement {
  async connectedCallback() {
    try {
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

  disconnectedCallback() {
    this.bench?.close()
    this.bench = null
  }
}

customElements.define("train-bench", TrainBench)
