// What readers type or paste into the search is searched as words. Lunr, which does the searching,
// has a language in which an error message means something else: "axis -1" asks for pages without a
// 1, a quoted name for pages that have it. And it takes each word for the beginning of one, so that
// "a" and "1" would be found nearly everywhere.

const SETUP = 0
const QUERY = 2

function asWords(query, separator) {
  const words = query.replace(/(\d)x(?=\d)/g, "$1×").split(separator).filter(Boolean)
  return words
    .map((word, place) => {
      const beginning = place === words.length - 1 || !/^(\d.*|[a-z]{1,3})$/i.test(word)
      return beginning ? word : `${word}^1` // to weigh a word by 1 changes only that it is whole
    })
    .join(" ")
}

// Material's search script speaks with its worker in numbered messages.
globalThis.Worker = class extends globalThis.Worker {
  constructor(address, options) {
    super(address, options)
    this.searches = /\/workers\/search\./.test(address)
  }

  /** @override */
  postMessage(message, transfer) {
    if (this.searches && message.type === SETUP) {
      this.separator = new RegExp(message.data.config.separator)
    }
    if (this.searches && message.type === QUERY) {
      message = { ...message, data: asWords(message.data, this.separator) }
    }
    return super.postMessage(message, transfer)
  }
}

// It looks at the query when a key goes up; a menu pastes without a key.
addEventListener("input", ({ target }) => {
  if (target instanceof Element && target.matches(".md-search__input")) {
    target.dispatchEvent(new Event("keyup"))
  }
})
