// SPDX-License-Identifier: GPL-3.0-or-later
// A sound along time: words, waveform, spectrogram, heat and axis, one below the other.
#pragma once

#include <QColor>
#include <QFont>
#include <QImage>
#include <QPainterPath>
#include <QRectF>
#include <QRegion>
#include <QString>
#include <vector>

#include "inference/contract/media.h"

class QPainter;

namespace triptych::plot {

struct SoundColours {
    QColor wave, middle; // the waveform and the line through it
    QColor label;
    QColor quiet, loud; // of the spectrogram
};

// Words of the drawing, in the reader's language.
struct SoundNames {
    QString wave, heat;
    QString kilohertz; // "%1 kHz"
};

struct SpokenWord {
    QString text;
    double fromMs = 0;
    double toMs = 0;

    bool operator==(const SpokenWord&) const = default;
};

// Where the tracks lie in a given area; all share left and right.
struct SoundTracks {
    QRectF words, wave, mel, heat, axis;
    double durationMs = 0;

    [[nodiscard]] double xOf(double ms) const;
    [[nodiscard]] double msAt(double x) const;
    // From the waveform's top to the heat's bottom.
    [[nodiscard]] QRectF stretch(double fromMs, double toMs) const;
};

[[nodiscard]] SoundTracks layoutTracks(const QRectF& area, double durationMs, const QFont& labelFont,
                                       const SoundNames& names);

// The envelope as a closed shape, a step per device pixel.
[[nodiscard]] QPainterPath wavePath(const Sound& sound, const QRectF& wave, double devicePixelRatio);

// The spectrogram in device pixels.
[[nodiscard]] QImage spectrogramImage(const Spectrogram& spectrogram, const QSize& devicePixels,
                                      const SoundColours& colours);

// What of an image lies in the frame; without a clip, which SVG does not keep.
void drawWithin(QPainter& painter, const QRectF& frame, const QRectF& target, const QImage& image);

// Everything but words and heat: waveform, spectrogram, names of the tracks, frequencies and times.
void drawTracks(QPainter& painter, const SoundTracks& tracks, const QPainterPath& wave, const QImage& mel,
                const Spectrogram& spectrogram, const SoundColours& colours, const SoundNames& names);

struct WordLabel {
    int word = 0; // index of the spoken word
    QRectF box;
};

// Where words stand at their times; one that finds no room is left out, the one at `lit` never.
[[nodiscard]] std::vector<WordLabel> placeWords(const SoundTracks& tracks, const std::vector<SpokenWord>& words,
                                                int lit, const QFont& font);

// Where names of tracks, frequencies and times stand.
[[nodiscard]] QRegion labelsOf(const SoundTracks& tracks);

// Words where placeWords() puts them in the painter's font.
void drawWords(QPainter& painter, const SoundTracks& tracks, const std::vector<SpokenWord>& words, int lit,
               const QColor& colour, const QColor& litColour);

} // namespace triptych::plot
