// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QSizeF>
#include <QString>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "inference/base/error.h"

class QPainter;

namespace triptych::figure {

enum class FileFormat { Png, Pdf, Svg };

// By the name's ending.
[[nodiscard]] std::optional<FileFormat> formatOf(const QString& path);
// With the dot.
[[nodiscard]] QString suffixOf(FileFormat format);

// A page that can be saved in any format.
struct FigureFile {
    // Draws a page of this size in px, 96 of them to the inch.
    std::function<void(QPainter& painter, const QSizeF& size)> paint;
    QSizeF sizeMm;
    int dpi = 300; // of pictures; lines and words of PDF and SVG have none
    QString title;
    std::vector<std::pair<QString, QString>> provenance;
};

[[nodiscard]] QSize pixelsOf(const FigureFile& figure);
// White, with the provenance as its texts.
[[nodiscard]] QImage toImage(const FigureFile& figure);
// In the format that the name's ending says. A former file stays whole until the new one is complete.
[[nodiscard]] Result<void> save(const FigureFile& figure, const QString& path);

} // namespace triptych::figure
