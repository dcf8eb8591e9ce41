#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Models of published size: agreement with transformers, and speed beside it, on the same weights in the same run.

    compare_transformers.py [--models clip-b32,...] [--what agreement,speed] [--repeat N] [--threads N] [--work FOLDER]

Makes its own virtual environment in the work folder, builds folders of published shapes with random weights there (0.6 to 1.8 GB each),
and prints one Markdown table per question. A time is the median of --repeat runs after one warm-up; both sides take turns, so that a
noisy machine is unfair to neither. Needs build/release/bin/triptych-cli and triptych-peers (tools/build release; cmake --build
build/release --target triptych-peers).
"""
import argparse
import os
from pathlib import Path

import environment

ROOT = Path(__file__).resolve().parents[3]


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", default="", help="comma-separated; all by default")
    parser.add_argument("--what", default="agreement,speed")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--work", type=Path, default=Path.home() / ".cache" / "triptych" / "peers")
    parser.add_argument("--programs", type=Path, default=ROOT / "build" / "release" / "bin")
    return parser.parse_args()


def main():
    options = parse()
    options.work = options.work.resolve()
    options.work.mkdir(parents=True, exist_ok=True)
    environment.enter(options.work, environment.TORCH)
    from published_shapes import SHAPES
    names = options.models.split(",") if options.models else list(SHAPES)
    if "agreement" in options.what:
        import agreement
        agreement.report(names, options)
    if "speed" in options.what:
        import speed
        speed.report([name for name in names if SHAPES[name].source == "clip"], options)


if __name__ == "__main__":
    main()
