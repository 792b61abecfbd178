"""Write the vectors: `python -m tests.vectors`, in the engine's directory."""

from . import DIRECTORY, build

DIRECTORY.mkdir(parents=True, exist_ok=True)
for name, text in build().items():
    (DIRECTORY / name).write_text(text, encoding='utf-8')
