// SPDX-License-Identifier: GPL-3.0-or-later
#include "visualization/audio/sound_tracks.h"

#include <QFontMetricsF>
#include <QLocale>
#include <QPainter>
#include <algorithm>
#include <array>
#include <cmath>

#include "inference/numerics/envelope.h"
#include "visualization/picture/spectrogram_image.h"
#include "visualization/plot/heat_picture.h"

namespace triptych::plot {
namespace {

constexpr double wordsHeight = 20;
constexpr double heatHeight = 18;
constexpr double axisHeight = 24;
constexpr double gap = 6;

picture::Rgb toRgb(const QColor& colour) {
    return {static_cast<std::uint8_t>(colour.red()), static_cast<std::uint8_t>(colour.green()),
            static_cast<std::uint8_t>(colour.blue())};
}

// Height of a frequency as a share of the spectrogram's, from below; the bins are spaced evenly.
double heightOf(double hz, const std::vector<float>& binHz) {
    const auto above = std::lower_bound(binHz.begin(), binHz.end(), static_cast<float>(hz));
    if (above == binHz.begin())
        return 0;
    if (above == binHz.end())
        return 1;
    const auto below = above - 1;
    const double part = (hz - static_cast<double>(*below)) / static_cast<double>(*above - *below);
    return (static_cast<double>(below - binHz.begin()) + part + 0.5) / static_cast<double>(binHz.size());
}

QString hertzText(double hz) {
    return hz >= 1000 && hz == std::floor(hz / 1000) * 1000 ? QLocale().toString(hz / 1000, 'f', 0)
                                                            : QLocale().toString(hz / 1000, 'g', 2);
}

void drawFrequencies(QPainter& painter, const SoundTracks& tracks, const std::vector<float>& binHz,
                     const QString& kilohertz) {
    if (binHz.empty())
        return;
    const QFontMetricsF metrics(painter.font());
    const auto label = [&](double y, const QString& text) {
        const double top = std::clamp(y - 8, tracks.mel.top() - 4, tracks.mel.bottom() - 12);
        painter.drawText(QRectF(0, top, tracks.mel.left() - gap, 16), Qt::AlignRight | Qt::AlignVCenter, text);
    };
    const double top = static_cast<double>(binHz.back());
    const double topKilohertz = std::round(top / 1000);
    label(tracks.mel.top(), kilohertz.arg(QLocale().toString(topKilohertz)));
    label(tracks.mel.bottom(), QLocale().toString(0));
    double lastY = tracks.mel.top() + metrics.height();
    for (const double hz : {4000.0, 2000.0, 1000.0, 500.0}) {
        const double y = tracks.mel.bottom() - heightOf(hz, binHz) * tracks.mel.height();
        if (hz >= 0.8 * top || y < lastY + metrics.height() || y > tracks.mel.bottom() - 1.6 * metrics.height())
            continue;
        label(y, hertzText(hz));
        lastY = y;
    }
}

// A step of 1, 2 or 5 times a power of ten that leaves room for the labels.
double timeStepMs(const SoundTracks& tracks, double labelWidth) {
    for (double step = 100;; step *= 10)
        for (const double factor : {1.0, 2.0, 5.0})
            if (tracks.xOf(step * factor) - tracks.xOf(0) >= labelWidth + 16 || step * factor >= tracks.durationMs)
                return step * factor;
}

void drawTimes(QPainter& painter, const SoundTracks& tracks, const QColor& colour) {
    const QFontMetricsF metrics(painter.font());
    const double width = metrics.horizontalAdvance(QStringLiteral("00.00"));
    const double step = timeStepMs(tracks, width);
    constexpr int minor = 5;
    for (int i = 0; i * step / minor <= tracks.durationMs; ++i) {
        const double x = tracks.xOf(i * step / minor);
        const bool isMajor = i % minor == 0;
        painter.fillRect(QRectF(x - 0.5, tracks.axis.top() + 2, 1, isMajor ? 5 : 3), colour);
        if (!isMajor)
            continue;
        QRectF box(x - width, tracks.axis.top() + 8, 2 * width, 14);
        box.moveLeft(std::clamp(box.left(), tracks.axis.left() - width + metrics.averageCharWidth(),
                                tracks.axis.right() - 2 * width + metrics.averageCharWidth() * 2));
        painter.drawText(box, Qt::AlignHCenter | Qt::AlignTop, QLocale().toString(i * step / minor / 1000, 'f', 2));
    }
}

} // namespace

double SoundTracks::xOf(double ms) const {
    return durationMs > 0 ? wave.left() + wave.width() * ms / durationMs : wave.left();
}

double SoundTracks::msAt(double x) const {
    return wave.width() > 0 ? std::clamp((x - wave.left()) / wave.width(), 0.0, 1.0) * durationMs : 0;
}

QRectF SoundTracks::stretch(double fromMs, double toMs) const {
    const double left = xOf(std::clamp(fromMs, 0.0, durationMs));
    const double right = xOf(std::clamp(toMs, 0.0, durationMs));
    return {QPointF(left, wave.top()), QPointF(right, heat.bottom() + 1)};
}

SoundTracks layoutTracks(const QRectF& area, double durationMs, const QFont& labelFont, const SoundNames& names) {
    const QFontMetricsF metrics(labelFont);
    const double gutter =
        std::ceil(std::max({metrics.horizontalAdvance(QStringLiteral("8 kHz")), metrics.horizontalAdvance(names.wave),
                            metrics.horizontalAdvance(names.heat)})) +
        gap;
    const double width = std::max(1.0, area.width() - gutter);
    const double free = std::max(40.0, area.height() - wordsHeight - heatHeight - axisHeight - 3 * gap);
    constexpr double waveShare = 0.36;
    const QRectF words(area.left() + gutter, area.top(), width, wordsHeight);
    const QRectF wave(words.left(), words.bottom() + gap, width, std::round(free * waveShare));
    const QRectF mel(words.left(), wave.bottom() + gap, width, free - wave.height());
    const QRectF heat(words.left(), mel.bottom() + gap, width, heatHeight);
    return {words, wave, mel, heat, QRectF(words.left(), heat.bottom(), width, axisHeight), durationMs};
}

QPainterPath wavePath(const Sound& sound, const QRectF& wave, double devicePixelRatio) {
    QPainterPath path;
    const int columns = static_cast<int>(wave.width() * devicePixelRatio);
    if (sound.samples.empty() || columns < 2)
        return path;
    float loudest = 1e-3F;
    for (const float sample : sound.samples)
        loudest = std::max(loudest, std::abs(sample));
    const double scale = wave.height() / 2 / static_cast<double>(loudest);
    const double middle = wave.center().y();
    QPolygonF upper;
    QPolygonF lower;
    const auto peaks =
        numerics::peakEnvelope(sound.samples, 0, static_cast<std::int64_t>(sound.samples.size()), columns);
    for (int column = 0; column < columns; ++column) {
        const auto [least, most] = peaks[static_cast<std::size_t>(column)];
        const double x = wave.left() + (column + 0.5) / devicePixelRatio;
        upper << QPointF(x, middle - static_cast<double>(most) * scale - 0.4);
        lower << QPointF(x, middle - static_cast<double>(least) * scale + 0.4);
    }
    std::reverse(lower.begin(), lower.end());
    path.addPolygon(upper + lower);
    path.closeSubpath();
    return path;
}

QImage spectrogramImage(const Spectrogram& spectrogram, const QSize& devicePixels, const SoundColours& colours) {
    if (spectrogram.logMel.empty() || devicePixels.isEmpty())
        return {};
    return toImage(picture::drawSpectrogram(spectrogram, devicePixels.width(), devicePixels.height(),
                                            {toRgb(colours.quiet), toRgb(colours.loud)}));
}

void drawWithin(QPainter& painter, const QRectF& frame, const QRectF& target, const QImage& image) {
    const QRectF shown = target.intersected(frame);
    if (image.isNull() || shown.isEmpty())
        return;
    const double across = image.width() / target.width();
    const double down = image.height() / target.height();
    painter.drawImage(shown, image,
                      QRectF((shown.left() - target.left()) * across, (shown.top() - target.top()) * down,
                             shown.width() * across, shown.height() * down));
}

void drawTracks(QPainter& painter, const SoundTracks& tracks, const QPainterPath& wave, const QImage& mel,
                const Spectrogram& spectrogram, const SoundColours& colours, const SoundNames& names) {
    painter.save();
    painter.fillRect(QRectF(tracks.wave.left(), tracks.wave.center().y() - 0.5, tracks.wave.width(), 1),
                     colours.middle);
    painter.fillPath(wave, colours.wave);
    // What the model hears may end before or after the sound does.
    const double spoken =
        spectrogram.msPerFrame * static_cast<double>(spectrogram.logMel.empty() ? 0 : spectrogram.logMel.extent(0));
    drawWithin(painter, tracks.mel, QRectF(tracks.mel.topLeft(), QPointF(tracks.xOf(spoken), tracks.mel.bottom())),
               mel);
    painter.setPen(colours.label);
    const auto name = [&](const QRectF& track, const QString& text) {
        painter.drawText(QRectF(0, track.center().y() - 8, track.left() - gap, 16), Qt::AlignRight | Qt::AlignVCenter,
                         text);
    };
    name(tracks.wave, names.wave);
    name(tracks.heat, names.heat);
    drawFrequencies(painter, tracks, spectrogram.binHz, names.kilohertz);
    drawTimes(painter, tracks, colours.label);
    painter.restore();
}

std::vector<WordLabel> placeWords(const SoundTracks& tracks, const std::vector<SpokenWord>& words, int lit,
                                  const QFont& font) {
    const QFontMetricsF metrics(font);
    const auto boxOf = [&](const SpokenWord& word) {
        const double width = metrics.horizontalAdvance(word.text) + 6;
        const double middle = tracks.xOf((word.fromMs + word.toMs) / 2);
        return QRectF(middle - width / 2, tracks.words.top(), width, tracks.words.height());
    };
    const bool anyLit = lit >= 0 && static_cast<std::size_t>(lit) < words.size();
    const QRectF litBox = anyLit ? boxOf(words[static_cast<std::size_t>(lit)]) : QRectF();
    std::vector<WordLabel> labels;
    double lastRight = tracks.words.left() - gap;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const QRectF box = boxOf(words[i]);
        if (static_cast<int>(i) != lit && (box.left() < lastRight || box.intersects(litBox)))
            continue;
        labels.push_back({static_cast<int>(i), box});
        lastRight = box.right();
    }
    return labels;
}

void drawWords(QPainter& painter, const SoundTracks& tracks, const std::vector<SpokenWord>& words, int lit,
               const QColor& colour, const QColor& litColour) {
    painter.save();
    const QFont plain = painter.font();
    for (const WordLabel& label : placeWords(tracks, words, lit, plain)) {
        const bool isLit = label.word == lit;
        QFont font = plain;
        font.setWeight(isLit ? QFont::DemiBold : QFont::Normal);
        painter.setFont(font);
        painter.setPen(isLit ? litColour : colour);
        painter.drawText(label.box.adjusted(-4, 0, 4, 0), Qt::AlignCenter,
                         words[static_cast<std::size_t>(label.word)].text);
    }
    painter.restore();
}

QRegion labelsOf(const SoundTracks& tracks) {
    constexpr double line = 16;
    const double right = tracks.wave.left() - gap;
    QRegion region;
    for (const QRectF& track : {tracks.wave, tracks.heat})
        region += QRectF(0, track.center().y() - line / 2, right, line).toAlignedRect();
    region += QRectF(0, tracks.mel.top() - 4, right, tracks.mel.height() + 8).toAlignedRect();
    region += tracks.axis.adjusted(0, 8, 0, 0).toAlignedRect();
    return region;
}

} // namespace triptych::plot
