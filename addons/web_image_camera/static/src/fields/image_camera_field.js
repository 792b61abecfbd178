import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import {
    ContactImageField,
    contactImageField,
} from "@web/views/fields/contact_image/contact_image_field";
import { ImageField, imageField } from "@web/views/fields/image/image_field";
import { TakePhoto } from "@web_image_camera/fields/take_photo";

/** Core's picture, which can be taken with a camera too. */
export class ImageCameraField extends ImageField {
    static template = "web_image_camera.ImageCameraField";
    static components = { ...ImageField.components, TakePhoto };
}

/** The picture of a contact, which core shows with a placeholder of its own. */
export class ContactImageCameraField extends ContactImageField {
    static template = "web_image_camera.ContactImageCameraField";
    static components = { ...ContactImageField.components, TakePhoto };
}

registry.category("fields").add("image_camera", {
    ...imageField,
    component: ImageCameraField,
    displayName: _t("Image or Photo"),
});
registry.category("fields").add("contact_image_camera", {
    ...contactImageField,
    component: ContactImageCameraField,
    displayName: _t("Contact Image or Photo"),
});
