// An element is loaded when a reader comes near it: a page that holds one opens as fast as others.

const NEAR = "100%" // of the window's height, to either side

/**
 * @param {string} name of the element
 * @param {string} module that defines it
 */
export function whenNear(name, module) {
  const watch = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return
    watch.disconnect()
    import(new URL(module, document.baseURI).href)
  }, { rootMargin: `${NEAR} 0px` })
  for (const element of document.querySelectorAll(name)) watch.observe(element)
}
