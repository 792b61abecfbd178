/** Where a rendered receipt is looked at, as styled for paper, wherever it came from. */

/** Return a copy of an element that loads nothing: what is wanted of it is its style. */
function copyWithoutPictures(element) {
    const copy = document.implementation.createHTMLDocument("").importNode(element, true);
    for (const image of [copy, ...copy.querySelectorAll("img")]) {
        image.removeAttribute("src");
        image.removeAttribute("srcset");
    }
    return copy;
}

/**
 * Return what `read` returns of a copy of `element` that is laid out off the screen, as for paper.
 *
 * `getComputedStyle` tells nothing of an element outside the document, and Odoo hands over both
 * kinds.
 *
 * @param {HTMLElement} element as Odoo rendered it
 * @param {(copy: HTMLElement) => any} read synchronous
 */
export function onStage(element, read) {
    const copy = copyWithoutPictures(element);
    copy.classList.add("pos-receipt-print");
    const stage = document.createElement("div");
    stage.style.cssText = "position: fixed; left: -2000px; top: 0; contain: layout style;";
    stage.append(copy);
    document.body.append(stage);
    try {
        return read(copy);
    } finally {
        stage.remove();
    }
}

/** Return the node of `element` that stands where `node` stands in its copy. */
export function findOriginal(node, copy, element) {
    if (node === copy) {
        return element;
    }
    const place = [...node.parentNode.childNodes].indexOf(node);
    return findOriginal(node.parentNode, copy, element).childNodes[place];
}
