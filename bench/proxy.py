"""The hardware proxy beside Odoo's own `iot_drivers`, which does the same job on an IoT box.

Both print the same receipts of sixteen lines, in turns, PAIRS each (default 60); medians. What
`iot_drivers` does is done by its own code (`_proxy_iot.py`), at the same emulated printer
(`_proxy_emulator.py`); it knows pictures only, so the text path is compared with its picture.
`image_cpu` and its like are ours divided by theirs; `..._ours` and `..._iot` are what was measured.

- `image_cpu`: processor time from the base64 of the till's JPEG (512 x 1571) to printer bytes,
  `image_bytes` their number. `text_cpu`, `text_bytes`: of the same receipt as JSON, its logo in
  the printer already.
- `image_latency`: from the request sent to the arrival of the receipt's last byte, its cut, at a
  TCP printer: HTTP, the job on disk (`sync_ms` is what one synced write of 4 kB costs there), the
  printer asked for its status. `text_latency` likewise. `image_answer`, `text_answer`:
  until the till is told: by us that the printer has printed, by them that bytes were sent.
- `image_paused_latency`, `text_paused_latency`: the same for a till that sells now and then,
  PAUSES times each (default 12): nobody holds a line to the printer any more. `..._sent_bytes` are
  all that came at the printer then: receipt, questions, and whatever else a new line needs.
- `rss_mb`: resident memory of a proxy with five printers after 100 prints.
- `soak_rss_growth_mb`: what it grows from a tenth of SOAK jobs (default 20,000) to all, every
  twentieth a picture, the rest text, over one connection; `soak_s` is how long they took.
"""

import os
import statistics
import time

import _proxy_emulator as emulator
import _proxy_iot as iot
import _proxy_ours as ours
import psutil
from _harness import note, place_beside_conf, report, tell
from _proxy_receipt import Receipt

PAIRS = int(os.environ.get('PAIRS', '60'))
SOAK = int(os.environ.get('SOAK', '20000'))
PAUSES = int(os.environ.get('PAUSES', '12'))
SECONDS_OF_PAUSE = 4  # after three our line to the printer is closed
PRINTERS = 5
PRINTS = 100
PICTURE_EVERY = 20
WARM_UP = 3  # pairs that are not counted: caches fill


# === PICTURE AND TEXT TO PRINTER BYTES === #


def measure_encoding(receipts, folder):
    """Return figures of processor time and bytes."""
    tell(f"{PAIRS} pairs of encodings")
    encoder, driver = ours.Encoder(folder), iot.Encoder()
    works = {
        'image': lambda receipt: encoder.encode_image(receipt.picture),
        'image_iot': lambda receipt: driver.encode_image(receipt.picture),
        'text': lambda receipt: encoder.encode_text(receipt.text),
    }
    results = take_turns(works, receipts, time_cpu)
    figures = {}
    for place, name in enumerate(('cpu_ms', 'bytes')):
        medians = {key: take_median(result, place) for key, result in results.items()}
        note(figures, **compare(medians, name))
    return figures


def time_cpu(work, receipt):
    """Return milliseconds of this thread's processor time, and the number of bytes."""
    start = time.thread_time()
    data = work(receipt)
    return (time.thread_time() - start) * 1000, len(data)


# === REQUEST TO LAST BYTE === #


def measure_latency(receipts, folder):
    """Return figures of whole requests, each to a server in a process of its own."""
    tell(f"{PAIRS} pairs of prints over HTTP")
    with (
        emulator.start() as our_printer,
        emulator.start() as their_printer,
        ours.serve(folder, [our_printer.port]) as server,
        iot.serve(folder, their_printer.port) as (box, _pid),
    ):
        works = {
            'image': (our_printer, server.prepare_image),
            'image_iot': (their_printer, iot.Client(box).prepare_image),
            'text': (our_printer, server.prepare_text),
        }
        results = take_turns(works, receipts, time_print)
        tell(f"{PAUSES} rounds of prints after {SECONDS_OF_PAUSE} seconds without any")
        paused = take_turns(works, receipts[:PAUSES], time_print_after_pause, warm_up=0)
    figures = {}
    for name, measured, place in (
        ('latency_ms', results, 0),
        ('answer_ms', results, 1),
        ('paused_latency_ms', paused, 0),
        ('paused_sent_bytes', paused, 2),
    ):
        medians = {key: take_median(result, place) for key, result in measured.items()}
        note(figures, **compare(medians, name))
    return figures


def time_print_after_pause(work, receipt):
    time.sleep(SECONDS_OF_PAUSE)
    return time_print(work, receipt)


def time_print(work, receipt):
    """Return milliseconds until the cut and until the answer, and the number of bytes sent."""
    printer, prepare = work
    send = prepare(receipt)
    start = time.monotonic_ns()
    send()
    answered = time.monotonic_ns()
    cut, received = printer.wait_for_cut()
    return (cut - start) / 1e6, (answered - start) / 1e6, received


# === MEMORY === #


def measure_memory(receipts, folder):
    figures = {}
    with (
        emulator.start() as printer,
        ours.serve(folder, [printer.port] * PRINTERS) as server,
    ):
        memory = psutil.Process(server.pid)

        def run(jobs):
            for number in jobs:
                receipt = receipts[number % len(receipts)]
                is_picture = number % PICTURE_EVERY == 0
                prepare = server.prepare_image if is_picture else server.prepare_text
                prepare(receipt, number % PRINTERS)()
                printer.wait_for_cut()
            return memory.memory_info().rss / 1e6

        note(figures, rss_mb=run(range(PRINTS)))
        tell(f"{SOAK:,} jobs")
        start = time.monotonic()
        early = run(range(PRINTS, SOAK // 10))
        late = run(range(SOAK // 10, SOAK))
        note(figures, soak_rss_growth_mb=late - early, soak_s=time.monotonic() - start)
    return figures


# === TURNS === #


def take_turns(works, receipts, measure, warm_up=WARM_UP):
    """Return what `measure(work, receipt)` returned for each work; each goes first in turn."""
    results = {key: [] for key in works}
    order = list(works)
    for number, receipt in enumerate(receipts):
        order.append(order.pop(0))
        for key in order:
            result = measure(works[key], receipt)
            if number >= warm_up:
                results[key].append(result)
    return results


def take_median(results, place):
    return statistics.median(result[place] for result in results)


def compare(medians, name):
    """Return figures: ours, theirs, and ours divided by theirs."""
    theirs, ratio = medians['image_iot'], name.removesuffix('_ms')
    return {
        f'image_{name}_ours': medians['image'],
        f'text_{name}_ours': medians['text'],
        f'image_{name}_iot': theirs,
        f'image_{ratio}': medians['image'] / theirs,
        f'text_{ratio}': medians['text'] / theirs,
    }


def measure_sync(folder):
    """Return the milliseconds that a synced write takes where the spool is."""
    durations = []
    with (folder / 'sync').open('wb') as file:
        for _number in range(PAIRS):
            file.write(os.urandom(4096))
            start = time.monotonic()
            file.flush()
            os.fdatasync(file.fileno())
            durations.append(time.monotonic() - start)
    return statistics.median(durations) * 1000


def main():
    folder = place_beside_conf('proxy')
    receipts = [Receipt(seed) for seed in range(PAIRS + WARM_UP)]
    figures = {'sync_ms': measure_sync(folder)}
    figures |= measure_encoding(receipts, folder)
    figures |= measure_latency(receipts, folder)
    figures |= measure_memory(receipts, folder)
    report(f"The proxy beside iot_drivers, medians of {PAIRS} receipts in turns", figures)


if __name__ == '__main__':
    main()
