/** The little of jsdom that is used here: it comes without types, and the project's own know no DOM. */
declare module 'jsdom' {
  interface DomNode {
    readonly nodeType: number
    readonly nodeValue: string | null
    readonly nodeName: string
    readonly textContent: string
    readonly parentElement: DomElement | null
    readonly childNodes: Iterable<DomNode>
  }
  interface DomElement extends DomNode {
    readonly localName: string
    readonly attributes: Iterable<{ readonly name: string; readonly value: string }>
    getAttribute(name: string): string | null
    closest(selector: string): DomElement | null
    querySelectorAll(selector: string): Iterable<DomElement>
  }
  interface DomFragment extends DomNode {
    querySelectorAll(selector: string): Iterable<DomElement>
  }
  const JSDOM: {
    /** As a page takes up HTML that it is given later. */
    fragment(html: string): DomFragment
  }
}
