#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Explanations of CLIP beside captum and shap: agreement on the same weights and the same coalitions, and speed in the same run.

    compare_captum.py [--models clip-tiny,clip-b32] [--what agreement,speed] [--samples N] [--repeat N] [--threads N] [--work FOLDER]

Makes its own virtual environment in the work folder. Exits with 1 where a map differs by more than its tolerance. Needs
build/release/bin/triptych-cli and triptych-explain-peers (tools/build release; cmake --build build/release --target triptych-explain-peers).
"""
import argparse
import os
import sys
from pathlib import Path

import environment

ROOT = Path(__file__).resolve().parents[3]
PACKAGES = [*environment.TORCH, "captum==0.9.*", "scikit-learn", "shap"]


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", default="clip-tiny,clip-b32")
    parser.add_argument("--what", default="agreement,speed")
    parser.add_argument("--samples", type=int, default=512, help="coalitions, or masks, of a map")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--work", type=Path, default=Path.home() / ".cache" / "triptych" / "peers")
    parser.add_argument("--programs", type=Path, default=ROOT / "build" / "release" / "bin")
    return parser.parse_args()


def folder_of(name, work):
    from published_shapes import PARITY, make_folder
    return PARITY / "clip" / "model" if name == "clip-tiny" else make_folder(name, work)


def main():
    options = parse()
    options.work = options.work.resolve()
    options.work.mkdir(parents=True, exist_ok=True)
    environment.enter(options.work, PACKAGES)
    import torch

    import explanations
    torch.set_num_threads(options.threads)
    agrees = True
    for name in options.models.split(","):
        case = explanations.Case(name, folder_of(name, options.work), options)
        if "agreement" in options.what:
            agrees &= explanations.report_agreement(case)
        if "speed" in options.what:
            explanations.report_speed(case)
    sys.exit(0 if agrees else 1)


if __name__ == "__main__":
    main()
