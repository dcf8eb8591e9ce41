# SPDX-License-Identifier: GPL-3.0-or-later
"""Media for the comparison: smooth random pictures, short captions and a sound, the same in every run."""
import json
import wave

import numpy as np
from PIL import Image

CAPTIONS = ["a photo of a cat", "two dogs play on the grass", "a red car"]


def picture(seed, size=(640, 480)):
    noise = np.random.default_rng(seed).integers(0, 256, (12, 16, 3), dtype=np.uint8)
    return Image.fromarray(noise).resize(size, Image.BICUBIC)


def pictures(folder, count):
    """`count` JPEG files of 640 x 480."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"{index}.jpg" for index in range(count)]
    for index, file in enumerate(files):
        if not file.exists():
            picture(index).save(file, quality=92)
    return files


def sound(file, seconds=4, rate=16000):
    time = np.arange(seconds * rate) / rate
    chirp = np.sin(2 * np.pi * (200 + 400 * time) * time) * np.exp(-((time - 2) ** 2))
    with wave.open(str(file), "wb") as writer:
        writer.setparams((1, 2, rate, 0, "NONE", ""))
        writer.writeframes((chirp * 20000).astype("<i2").tobytes())
    return file


def captions(count):
    words = "a the red blue dog cat plays on under green grass with two small rings striped near old houses".split()
    random = np.random.default_rng(0)
    return [" ".join(random.choice(words, random.integers(6, 16))) for _ in range(count)]


def sample_file(shape, folder, images=1, texts=CAPTIONS):
    """A sample that the shape's family can read."""
    content = {"texts": texts, "images": [str(file) for file in pictures(folder, images)]}
    if shape.sounds:
        content = {"audios": [str(sound(folder / "sound.wav"))], "options": {"max_new_tokens": 8}}
    elif shape.source == "llava":
        content |= {"texts": ["What is in the picture?"], "options": {"max_new_tokens": 4}}
    elif shape.source == "blip_itm":
        content["texts"] = texts[:1]
    file = folder / f"{shape.source}-{images}-{len(texts)}.json"
    file.write_text(json.dumps(content))
    return file
