// SPDX-License-Identifier: GPL-3.0-or-later
#include "visualization/figure/figure_file.h"

#include <QBuffer>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>
#include <array>

namespace triptych::figure {
namespace {

constexpr double mmPerInch = 25.4;
constexpr double pxPerInch = 96;

constexpr std::array formats{std::pair{FileFormat::Png, ".png"}, std::pair{FileFormat::Pdf, ".pdf"},
                             std::pair{FileFormat::Svg, ".svg"}};

QSizeF sizeInPx(const FigureFile& figure) {
    return figure.sizeMm * (pxPerInch / mmPerInch);
}

void paintOn(QPaintDevice& device, const FigureFile& figure, double scale) {
    QPainter painter(&device);
    painter.scale(scale, scale);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing | QPainter::SmoothPixmapTransform);
    figure.paint(painter, sizeInPx(figure));
}

QString provenanceText(const FigureFile& figure) {
    QStringList lines;
    for (const auto& [name, value] : figure.provenance)
        lines << name + QStringLiteral(": ") + value;
    return lines.join(QLatin1Char('\n'));
}

void writePdf(QIODevice& device, const FigureFile& figure) {
    QPdfWriter writer(&device);
    writer.setPageSize(QPageSize(figure.sizeMm, QPageSize::Millimeter, QString(), QPageSize::ExactMatch));
    writer.setPageMargins({});
    writer.setResolution(figure.dpi);
    writer.setTitle(figure.title);
    writer.setCreator(QStringLiteral("Triptych " TRIPTYCH_VERSION));
    writer.addFileAttachment(QStringLiteral("provenance.txt"), provenanceText(figure).toUtf8(),
                             QStringLiteral("text/plain"));
    paintOn(writer, figure, figure.dpi / pxPerInch);
}

void writeSvg(QIODevice& device, const FigureFile& figure) {
    QSvgGenerator generator;
    generator.setOutputDevice(&device);
    generator.setResolution(static_cast<int>(pxPerInch));
    generator.setSize(sizeInPx(figure).toSize());
    generator.setViewBox(QRectF(QPointF(), sizeInPx(figure)));
    generator.setTitle(figure.title);
    generator.setDescription(provenanceText(figure));
    paintOn(generator, figure, 1);
}

} // namespace

std::optional<FileFormat> formatOf(const QString& path) {
    for (const auto& [format, suffix] : formats)
        if (path.endsWith(QLatin1String(suffix), Qt::CaseInsensitive))
            return format;
    return std::nullopt;
}

QString suffixOf(FileFormat format) {
    for (const auto& [known, suffix] : formats)
        if (known == format)
            return QString::fromLatin1(suffix);
    return {};
}

QSize pixelsOf(const FigureFile& figure) {
    return (figure.sizeMm * (figure.dpi / mmPerInch)).toSize();
}

QImage toImage(const FigureFile& figure) {
    QImage image(pixelsOf(figure), QImage::Format_RGB32);
    image.fill(Qt::white);
    paintOn(image, figure, figure.dpi / pxPerInch);
    image.setDotsPerMeterX(qRound(figure.dpi / mmPerInch * 1000));
    image.setDotsPerMeterY(qRound(figure.dpi / mmPerInch * 1000));
    for (const auto& [name, value] : figure.provenance)
        image.setText(name, value);
    return image;
}

Result<void> save(const FigureFile& figure, const QString& path) {
    const auto format = formatOf(path);
    if (!format)
        return fail(ErrorCode::InvalidInput, "The name does not say the format; let it end in .png, .pdf or .svg.",
                    path.toStdString());
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (*format == FileFormat::Png)
        toImage(figure).save(&buffer, "PNG");
    else if (*format == FileFormat::Pdf)
        writePdf(buffer, figure);
    else
        writeSvg(buffer, figure);
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit())
        return {};
    return fail(ErrorCode::InvalidInput,
                "The figure could not be saved (" + file.errorString().toStdString() + "); choose another folder.",
                path.toStdString());
}

} // namespace triptych::figure
