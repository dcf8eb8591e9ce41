# SPDX-License-Identifier: GPL-3.0-or-later
"""The virtual environment of the comparison scripts: made the first time, extended when a script asks for more."""
import os
import subprocess
import sys
from pathlib import Path

TORCH = ["torch==2.15.0", "transformers==5.23.*", "tokenizers", "safetensors", "numpy", "pillow", "sentencepiece", "scipy", "torchvision"]


def enter(work, packages):
    """Runs the script again in the environment of the work folder, with these packages; TRIPTYCH_PEERS_PYTHON=here stays outside of it."""
    environment = work / "venv"
    if os.environ.get("TRIPTYCH_PEERS_PYTHON") == "here":
        return
    python, record = environment / "bin" / "python", environment / "complete"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    present = record.read_text().split() if record.exists() else []
    missing = [package for package in packages if package not in present]
    if missing:
        subprocess.run([python, "-m", "pip", "install", "-q", *missing], check=True)
        record.write_text("\n".join(present + missing) + "\n")
    if Path(sys.prefix) != environment:
        os.execv(python, [str(python), *sys.argv])
