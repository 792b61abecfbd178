"use strict";

const PERIOD = 500; // ms between two looks at the devices
const SWITCHES = {
    paper_out: "Paper out",
    near_end: "Paper near end",
    cover_open: "Cover open",
    offline: "Offline",
    mute: "Mute",
    unplugged: "Unplugged",
};
const HINTS = {
    paper_out: "Prints nothing until there is paper again",
    near_end: "Prints, and says that paper is nearly out",
    cover_open: "Prints nothing until the cover is closed",
    offline: "Connected, but prints nothing",
    mute: "Prints, but never answers",
    unplugged: "Cannot be reached",
};
const SAMPLES = {
    "EAN-13": "4006381333931",
    "EAN-8": "96385074",
    "Weighed, 0.752 kg": "2100001007522",
    "Customer card": "0420000000129",
};
const $ = (selector, root = document) => root.querySelector(selector);
const shown = {};

async function send(path, values = {}) {
    const response = await fetch(path, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(values),
    });
    const answer = await response.json();
    if (!response.ok) {
        throw new Error(answer.error.message);
    }
    return answer;
}

/** Do what a button says and show the result at once; say so where it fails. */
async function act(path, values) {
    try {
        const answer = await send(path, values);
        await look();
        return answer;
    } catch (error) {
        $("#connection").textContent = error.message;
        return null;
    }
}

/** Return true when a part of the state is not on the page yet. */
function isNew(key, part) {
    const text = JSON.stringify(part);
    const changed = shown[key] !== text;
    shown[key] = text;
    return changed;
}

function element(tag, properties) {
    return Object.assign(document.createElement(tag), properties);
}

function printerCard(name) {
    const id = `printer-${name}`;
    const known = document.getElementById(id);
    if (known) {
        return known;
    }
    const card = $("#printer").content.firstElementChild.cloneNode(true);
    card.id = id;
    $("h2", card).textContent = name;
    const path = `printers/${encodeURIComponent(name)}`;
    for (const [fault, label] of Object.entries(SWITCHES)) {
        const button = element("button", { type: "button", textContent: label });
        button.title = HINTS[fault];
        button.dataset.fault = fault;
        button.addEventListener("click", () =>
            act(`${path}/fault`, { fault, on: button.getAttribute("aria-pressed") !== "true" })
        );
        $(".switches", card).append(button);
    }
    const reset = element("button", { type: "button", textContent: "Reset", className: "reset" });
    reset.title = "Switch off and on: what is not printed yet is lost";
    reset.addEventListener("click", () => act(`${path}/reset`));
    $(".switches", card).append(reset);
    $("#printers").append(card);
    return card;
}

function showPrinter(printer) {
    const card = printerCard(printer.name);
    const faults = printer.faults.map((fault) => SWITCHES[fault]);
    const held = printer.held ? ` – ${printer.held} bytes wait to be printed` : "";
    $(".status", card).textContent = faults.length ? faults.join(", ") + held : "Ready";
    card.classList.toggle(
        "fault",
        printer.faults.some((fault) => fault !== "near_end")
    );
    card.classList.toggle("warning", printer.faults.includes("near_end"));
    for (const button of card.querySelectorAll("[data-fault]")) {
        button.setAttribute("aria-pressed", printer.faults.includes(button.dataset.fault));
    }
    showPaper($(".paper", card), printer);
}

/** Keep the figures that stay, so that their pictures are not fetched again. */
function showPaper(paper, printer) {
    const receipts = [...printer.receipts];
    if (printer.uncut) {
        receipts.unshift({ number: 0, version: printer.version, codes: [], cut: false });
    }
    const old = new Map([...paper.children].map((figure) => [figure.dataset.key, figure]));
    const figures = receipts.map((receipt) => {
        const key = `${receipt.number}-${receipt.version || ""}`;
        return old.get(key) || receiptFigure(printer.name, receipt, key);
    });
    if (!figures.length) {
        const text = "Print something at the till, the receipt appears here.";
        figures.push(element("p", { className: "empty", textContent: text }));
    }
    paper.replaceChildren(...figures);
}

function receiptFigure(name, receipt, key) {
    const figure = $("#receipt").content.firstElementChild.cloneNode(true);
    figure.dataset.key = key;
    const path = `printers/${encodeURIComponent(name)}/receipts/${receipt.number}.png`;
    $("a", figure).href = path;
    $("img", figure).src = receipt.number ? path : `${path}?${receipt.version}`;
    $("img", figure).alt = caption(receipt);
    $("figcaption", figure).textContent = caption(receipt);
    $(".codes", figure).textContent = receipt.codes.join(" · ");
    figure.classList.toggle("uncut", !receipt.cut);
    return figure;
}

function caption(receipt) {
    if (!receipt.number) {
        return "On the paper, not cut yet";
    }
    const at = new Date(receipt.at * 1000).toLocaleTimeString();
    return `Receipt ${receipt.number}, ${at}${receipt.cut ? "" : ", torn off"}`;
}

function showDrawer(drawer) {
    const card = $("#drawer");
    card.hidden = !drawer;
    if (drawer) {
        card.classList.toggle("open", drawer.open);
        const times = drawer.openings === 1 ? "once" : `${drawer.openings} times`;
        const since = drawer.openings ? `, opened ${times} since the start` : "";
        $(".status", card).textContent = (drawer.open ? "Open" : "Closed") + since;
        $("button", card).disabled = !drawer.open;
    }
}

function showScale(scale) {
    const card = $("#scale");
    card.hidden = !scale;
    if (scale) {
        $(".weight", card).textContent = scale.unstable ? "– – –" : `${scale.weight.toFixed(3)} kg`;
        $("[type=checkbox]", card).checked = !scale.unstable;
        for (const input of card.querySelectorAll("[type=range], [type=number]")) {
            if (input !== document.activeElement) {
                input.value = scale.weight;
            }
        }
    }
}

function showScanner(scanner) {
    const card = $("#scanner");
    card.hidden = !scanner;
    if (scanner && isNew("clients", scanner.clients)) {
        const tills =
            scanner.clients === 1 ? "One till listens" : `${scanner.clients} tills listen`;
        $(".status", card).textContent = scanner.clients ? tills : "No till listens yet";
    }
}

async function look() {
    const response = await fetch("state");
    if (!response.ok) {
        throw new Error(`The proxy answers ${response.status}`);
    }
    const state = await response.json();
    if (isNew("connection", true)) {
        $("#connection").textContent = "";
    }
    if (!state.printers.length && isNew("no printers", true)) {
        const text = "This proxy has no virtual printer; name one in its configuration.";
        $("#printers").replaceChildren(element("p", { className: "empty", textContent: text }));
    }
    for (const printer of state.printers) {
        if (isNew(`printer ${printer.name}`, printer)) {
            showPrinter(printer);
        }
    }
    showDrawer(state.drawer);
    showScale(state.scale);
    showScanner(state.scanner);
}

async function watch() {
    try {
        await look();
    } catch {
        shown.connection = "";
        $("#connection").textContent = "The proxy does not answer – is it still running?";
    }
    setTimeout(watch, PERIOD);
}

function setUpScale() {
    const card = $("#scale");
    const weigh = (weight) =>
        act("scale", { weight: Number(weight), unstable: !$("[type=checkbox]", card).checked });
    for (const input of card.querySelectorAll("[type=range], [type=number]")) {
        input.addEventListener("input", () => weigh(input.value));
    }
    $("[type=checkbox]", card).addEventListener("change", () =>
        weigh($("[type=number]", card).value)
    );
}

async function scan(code) {
    const answer = await act("scan", { code });
    if (answer) {
        const tills = answer.clients === 1 ? "one till" : `${answer.clients} tills`;
        $("#scanner .status").textContent = answer.clients
            ? `${code} went to ${tills}`
            : "No till listens; nobody got this code";
    }
}

function setUpScanner() {
    const form = $("#scanner form");
    form.addEventListener("submit", (event) => {
        event.preventDefault();
        if (form.code.value) {
            scan(form.code.value);
            form.reset();
        }
    });
    for (const [label, code] of Object.entries(SAMPLES)) {
        const button = element("button", { type: "button", textContent: label, title: code });
        button.addEventListener("click", () => scan(code));
        $("#scanner .samples").append(button);
    }
}

$("#drawer button").addEventListener("click", () => act("drawer/close"));
setUpScale();
setUpScanner();
watch();
