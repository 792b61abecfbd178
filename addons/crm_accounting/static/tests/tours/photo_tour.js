import { registry } from "@web/core/registry";

const PHOTO = ".o_field_widget[name=image_1920]";

/** Every stream that the page was given, from now on. */
const streams = [];

function watchStreams() {
    const { mediaDevices } = navigator;
    const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = async (constraints) => {
        const stream = await getUserMedia(constraints);
        streams.push(stream);
        return stream;
    };
}

function checkStreams({ count, areOn }) {
    const tracks = streams.flatMap((stream) => stream.getTracks());
    const states = tracks.map(({ readyState }) => readyState).join();
    const expected = Array(count).fill("ended");
    if (areOn) {
        expected[count - 1] = "live";
    }
    if (states !== expected.join()) {
        throw new Error(`The camera is "${states}" and should be "${expected}"`);
    }
}

/** Focused as by keyboard: no tour brings a mouse over the picture, where the buttons show themselves. */
const openCamera = [
    {
        trigger: `${PHOTO}:has(.o_take_photo_button) img`,
        run: () => document.querySelector(`${PHOTO} .o_take_photo_button`).focus(),
    },
    { trigger: `${PHOTO} .o_take_photo_button`, run: "click" },
];

registry.category("web_tour.tours").add("crm_accounting_photo", {
    steps: () => [
        {
            content: "What the camera gives is watched from the beginning",
            trigger: `${PHOTO} img`,
            run: watchStreams,
        },
        ...openCamera,
        {
            content: "The camera is on",
            trigger: ".modal .o_camera_take:enabled",
            run: () => checkStreams({ count: 1, areOn: true }),
        },
        { trigger: ".modal .o_camera_cancel", run: "click" },
        {
            content: "Cancelled, it is off",
            trigger: "body:not(:has(.modal))",
            run: () => checkStreams({ count: 1, areOn: false }),
        },
        ...openCamera,
        { trigger: ".modal .o_camera_take:enabled", run: "click" },
        { trigger: ".modal .o_camera_retake", run: "click" },
        { trigger: ".modal .o_camera_take:enabled", run: "click" },
        { trigger: ".modal .o_camera_use", run: "click" },
        {
            content: "The photo is in the form, and the camera off",
            trigger: `body:not(:has(.modal)) ${PHOTO} img[src^='data:image/jpg']`,
            run: () => checkStreams({ count: 2, areOn: false }),
        },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: `${PHOTO} img[src*='/web/image']` },
        { trigger: ".o_form_saved" },
    ],
});
