# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures, texts and sounds of all kinds, and the samples made of them."""
import wave
from pathlib import Path

import numpy as np
from PIL import Image
from scipy.signal import resample_poly

PARITY = Path(__file__).resolve().parents[3] / "data" / "parity"
LONG_TEXT = "a very long sentence about two dogs and a red house in the snow, " * 12


def _noise(seed, size, channels):
    low = np.random.default_rng(seed).integers(0, 256, (6, 8, channels), dtype=np.uint8)
    return Image.fromarray(low if channels > 1 else low[..., 0]).resize(size, Image.BICUBIC)


def _sound(seed, seconds, rate):
    random, time = np.random.default_rng(seed), np.arange(int(seconds * rate)) / rate
    voice = sum(np.sin(2 * np.pi * tone * time * (1 + 0.3 * time)) for tone in random.uniform(80, 2500, 4))
    return (0.15 * voice + 0.02 * random.standard_normal(len(time))) * (0.6 + 0.4 * np.sin(7 * time))


def write_sound(file, samples, rate, channels=1):
    with wave.open(str(file), "wb") as writer:
        writer.setparams((channels, 2, rate, 0, "NONE", ""))
        writer.writeframes((np.clip(samples, -1, 1) * 32000).astype("<i2").tobytes())


def make_media(folder):
    folder.mkdir(parents=True, exist_ok=True)
    _noise(1, (37, 91), 3).save(folder / "tall.png")
    _noise(2, (640, 33), 1).save(folder / "strip.png")
    _noise(3, (50, 64), 4).save(folder / "alpha.png")
    _noise(4, (61, 47), 3).quantize(17).save(folder / "palette.png")
    _noise(5, (128, 96), 3).save(folder / "plain.png")
    _noise(6, (7, 9), 3).save(folder / "small.png")
    _noise(7, (53, 41), 3).save(folder / "progressive.jpg", quality=80, progressive=True)
    _noise(8, (44, 60), 3).convert("CMYK").save(folder / "cmyk.jpg", quality=95)
    turned = Image.Exif()
    turned[0x0112] = 6
    _noise(9, (70, 45), 3).save(folder / "turned.jpg", quality=95, subsampling=0, exif=turned)
    _noise(10, (31, 57), 1).convert("1").save(folder / "bits.png")
    _noise(11, (48, 52), 4).convert("LA").save(folder / "grey_alpha.png")
    clear = _noise(12, (49, 50), 3).quantize(9)
    clear.save(folder / "palette_clear.png", transparency=3)
    _noise(13, (45, 64), 3).save(folder / "key.png", transparency=tuple(_noise(13, (45, 64), 3).getpixel((0, 0))))
    _noise(14, (66, 40), 3).save(folder / "picture.bmp")
    _noise(15, (58, 47), 4).save(folder / "picture.webp", lossless=True)
    _noise(16, (39, 63), 3).save(folder / "picture.tiff")
    _noise(17, (1, 1), 3).save(folder / "point.png")
    _noise(18, (3, 200), 3).save(folder / "line.png")
    _noise(19, (1601, 1203), 3).save(folder / "large.jpg", quality=90)
    write_sound(folder / "tiny.wav", _sound(7, 0.004, 16000), 16000)
    write_sound(folder / "silent.wav", np.zeros(9000), 16000)
    write_sound(folder / "exact.wav", _sound(8, 1.0, 16000), 16000)
    write_sound(folder / "short.wav", _sound(1, 0.1, 16000), 16000)
    write_sound(folder / "usual.wav", _sound(2, 0.83, 16000), 16000)
    write_sound(folder / "long.wav", _sound(3, 2.7, 16000), 16000)
    write_sound(folder / "low.wav", _sound(4, 0.6, 11025), 11025)
    both = np.stack([_sound(5, 0.7, 44100), _sound(6, 0.7, 44100)], 1)
    write_sound(folder / "stereo.wav", both, 44100, 2)

PAIRS = {
    "images": ["tall.png", "strip.png", "alpha.png", "palette.png"],
    "texts": ["a photo of a cat 🐈 and 红色 words", LONG_TEXT, "", "cat", "Ünïcödé — 3.5 mm (approx.)"]
}
PADDED_PAIRS = {"images": ["tall.png", "palette.png"], "texts": [LONG_TEXT, "cat 🐈"]}
FORMATS = {
    "images": [
        "progressive.jpg", "cmyk.jpg", "turned.jpg", "bits.png", "grey_alpha.png", "palette_clear.png", "key.png", "picture.bmp",
        "picture.webp", "picture.tiff"
    ], "texts": ["cat"]
}
ONE_PAIR = {"images": ["tall.png"], "texts": ["What colour is the 红 car? 🚗"]}
TWO_PAIRS = {"images": ["strip.png", "plain.png"], "texts": [LONG_TEXT, "cat"]}
SMALL_PAIR = {"images": ["small.png", "palette.png"], "texts": ["", "two dogs"]}
QUESTION = {"images": ["tall.png"], "texts": ["What colour is the 红 car? 🚗"], "options": {"max_new_tokens": 5}}
QUESTION_ALPHA = {"images": ["alpha.png"], "texts": ["cat"], "options": {"max_new_tokens": 5}}
ROWS = {
    "images": ["plain.png", "alpha.png"], "texts": ["cat", "What colour is the 红 car? 🚗 And which one is larger?"],
    "options": {"max_new_tokens": 4}
}
SOUNDS = {"audios": ["usual.wav", "short.wav"], "options": {"max_new_tokens": 6}}
ODD_SOUNDS = {"audios": ["low.wav", "stereo.wav", "long.wav"], "options": {"max_new_tokens": 6}}


def read_sound(file, rate):
    with wave.open(str(file)) as sound:
        channels, own = sound.getnchannels(), sound.getframerate()
        samples = np.frombuffer(sound.readframes(sound.getnframes()), "<i2").reshape(-1, channels).mean(1) / 32768
    if own != rate:
        common = np.gcd(own, rate)
        samples = resample_poly(samples, rate // common, own // common)
    return samples.astype(np.float32)
