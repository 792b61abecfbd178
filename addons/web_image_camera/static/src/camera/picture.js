/** The larger side of the largest picture that Odoo keeps, in pixels. */
export const LARGEST_SIDE = 1920;
const JPEG_QUALITY = 0.9;

/**
 * Return the part of a picture that a box shows when the picture covers it.
 *
 * @param {{ width: number, height: number }} picture in its own pixels
 * @param {{ width: number, height: number }} box in any unit
 * @returns {{ x: number, y: number, width: number, height: number }} in pixels of the picture
 */
export function findShownPart(picture, box) {
    const scale = Math.max(box.width / picture.width, box.height / picture.height);
    const [width, height] = [box.width / scale, box.height / scale];
    return { x: (picture.width - width) / 2, y: (picture.height - height) / 2, width, height };
}

/** Return the sides of a picture when it is not larger than the largest that Odoo keeps. */
export function fitSides({ width, height }) {
    const ratio = Math.min(1, LARGEST_SIDE / Math.max(width, height));
    return { width: Math.round(width * ratio), height: Math.round(height * ratio) };
}

/**
 * Take what a video shows at this moment, as it is seen except that it is never mirrored.
 *
 * @param {HTMLVideoElement} video it plays, and covers its box
 * @returns {string} data URL of a JPEG
 */
export function takePicture(video) {
    const part = findShownPart(
        { width: video.videoWidth, height: video.videoHeight },
        { width: video.clientWidth, height: video.clientHeight }
    );
    const canvas = Object.assign(document.createElement("canvas"), fitSides(part));
    const { x, y, width, height } = part;
    canvas
        .getContext("2d")
        .drawImage(video, x, y, width, height, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL("image/jpeg", JPEG_QUALITY);
}
