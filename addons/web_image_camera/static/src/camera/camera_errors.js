import { _t } from "@web/core/l10n/translation";

// By the names that `getUserMedia` throws.
const WHAT_TO_DO = {
    NotAllowedError: _t(
        "This page may not use the camera. Allow it with the icon beside the address of the page, " +
            "and, if it is allowed there, in the privacy settings of this device. Then try again."
    ),
    NotFoundError: _t(
        "No camera was found. Connect one and try again, or upload a picture instead."
    ),
    NotReadableError: _t(
        "The camera gives no picture: another program is probably using it. " +
            "Close that program, for instance a video call, and try again."
    ),
    OverconstrainedError: _t(
        "This camera cannot be reached any more. Connect it again, or try again with another one."
    ),
    SecurityError: _t(
        "Browsers give the camera only to secure pages. Open this page by an address that begins " +
            "with https://, or upload a picture instead."
    ),
};
WHAT_TO_DO.AbortError = WHAT_TO_DO.NotReadableError;

export const CAMERA_LOST = _t("The camera was disconnected. Connect it again and try again.");

/** Return in words what a person can do about an error of `getUserMedia`. */
export function describeCameraError({ name, message }) {
    return (
        WHAT_TO_DO[name] ??
        _t("The camera could not be started (%s). Try again, or upload a picture instead.", message)
    );
}
