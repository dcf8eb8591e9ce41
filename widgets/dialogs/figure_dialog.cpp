// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/dialogs/figure_dialog.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QEvent>
#include <QFileDialog>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QRegularExpression>
#include <QTimer>
#include <array>

#include "widgets/panels/panel.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {

namespace {

using figure::FileFormat;

constexpr QSize previewSize{520, 360};
constexpr std::array resolutions{150, 300, 600};
// Two columns of a journal; without a sound one and a half, higher than wide for words over a picture.
constexpr QSizeF wideMm{180, 100};
constexpr QSizeF silentMm{120, 140};

QString toText(const std::string& text) {
    return QString::fromStdString(text);
}

std::vector<std::pair<QString, QString>> provenanceOf(const RunResult& result) {
    std::vector<std::pair<QString, QString>> lines;
    const auto add = [&](const char* name, const QString& value) {
        lines.emplace_back(QString::fromLatin1(name), value);
    };
    add("Software", QStringLiteral("Triptych " TRIPTYCH_VERSION));
    add("Model", toText(result.request.model + " " + result.model.hash));
    if (!result.model.programHash.empty())
        add("Program", toText("SHA-256 " + result.model.programHash));
    add("Sample", toText(result.request.sample.id));
    add("Method", toText(result.request.method));
    for (const auto& [name, value] : result.request.parameters)
        add(("Method." + name).c_str(), toText(value));
    add("Target", toText(toString(result.target) + " = " + std::to_string(result.targetValue)));
    add("Device", toText(result.device));
    add("Seed", QString::number(result.request.seed));
    return lines;
}

QDoubleSpinBox* sizeBox(double value) {
    auto* box = new QDoubleSpinBox;
    box->setRange(60, 1000);
    box->setSingleStep(10);
    box->setDecimals(0);
    box->setValue(value);
    box->setSuffix(QStringLiteral(" mm"));
    return box;
}

QSizeF usualSize(const RunResult* result) {
    const bool isSilent = result && result->inputs.sound.samples.empty() && !result->inputs.picture.rgb.empty();
    return isSilent ? silentMm : wideMm;
}

QString filterOf(FileFormat format) {
    switch (format) {
    case FileFormat::Png:
        return FigureDialog::tr("PNG picture (*.png)");
    case FileFormat::Pdf:
        return FigureDialog::tr("PDF document (*.pdf)");
    case FileFormat::Svg:
        return FigureDialog::tr("SVG drawing (*.svg)");
    }
    return {};
}

constexpr std::array formats{FileFormat::Png, FileFormat::Pdf, FileFormat::Svg};

} // namespace

FigureDialog::FigureDialog(std::shared_ptr<const RunResult> result, Paint paint, QWidget* parent)
    : QDialog(parent)
    , m_result(std::move(result))
    , m_paint(std::move(paint))
    , m_width(sizeBox(usualSize(m_result.get()).width()))
    , m_height(sizeBox(usualSize(m_result.get()).height()))
    , m_dpi(new QComboBox)
    , m_preview(new QLabel)
    , m_pixels(new QLabel)
    , m_widthLabel(new QLabel)
    , m_heightLabel(new QLabel)
    , m_dpiLabel(new QLabel)
    , m_save(new QPushButton)
    , m_copy(new QPushButton) {
    layOut();
    for (const int resolution : resolutions)
        m_dpi->addItem(QStringLiteral("%1 dpi").arg(resolution), resolution);
    m_dpi->setCurrentIndex(1);
    m_save->setDefault(true);

    // Drawing waits until the numbers rest.
    auto* timer = new QTimer(this);
    timer->setSingleShot(true);
    timer->setInterval(150);
    connect(timer, &QTimer::timeout, this, &FigureDialog::refresh);
    for (QDoubleSpinBox* box : {m_width, m_height})
        connect(box, &QDoubleSpinBox::valueChanged, timer, qOverload<>(&QTimer::start));
    connect(m_dpi, &QComboBox::currentIndexChanged, timer, qOverload<>(&QTimer::start));
    connect(m_save, &QPushButton::clicked, this, &FigureDialog::saveAs);
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QApplication::clipboard()->setImage(figure::toImage(figure())); });
    retranslate();
    refresh();
}

void FigureDialog::layOut() {
    auto* grid = new QGridLayout(this);
    m_preview->setFixedSize(previewSize);
    m_preview->setAlignment(Qt::AlignCenter);
    grid->addWidget(m_preview, 0, 0, 1, 6);
    int column = 0;
    for (QWidget* part :
         {static_cast<QWidget*>(m_widthLabel), static_cast<QWidget*>(m_width), static_cast<QWidget*>(m_heightLabel),
          static_cast<QWidget*>(m_height), static_cast<QWidget*>(m_dpiLabel), static_cast<QWidget*>(m_dpi)})
        grid->addWidget(part, 1, column++);
    grid->addWidget(m_pixels, 2, 0, 1, 3);
    grid->addWidget(m_copy, 2, 4);
    grid->addWidget(m_save, 2, 5);
    setInk(m_pixels, InkRole::Ink2);
}

figure::FigureFile FigureDialog::figure() const {
    figure::FigureFile file;
    file.paint = m_paint;
    file.sizeMm = {m_width->value(), m_height->value()};
    file.dpi = m_dpi->currentData().toInt();
    if (m_result) {
        file.title =
            QStringLiteral("%1, %2").arg(toText(m_result->request.sample.id), toText(m_result->request.method));
        file.provenance = provenanceOf(*m_result);
    }
    return file;
}

QString FigureDialog::suggestedName(FileFormat format) const {
    QString name = figure().title.isEmpty() ? QStringLiteral("figure") : figure().title;
    static const QRegularExpression unfit(QStringLiteral("[^\\w.-]+"), QRegularExpression::UseUnicodePropertiesOption);
    return name.replace(unfit, QStringLiteral("-")) + figure::suffixOf(format);
}

void FigureDialog::refresh() {
    const double density = devicePixelRatioF();
    figure::FigureFile shown = figure();
    shown.dpi = resolutions.front();
    QPixmap pixmap = QPixmap::fromImage(
        figure::toImage(shown).scaled(previewSize * density, Qt::KeepAspectRatio, Qt::SmoothTransformation));
    pixmap.setDevicePixelRatio(density);
    m_preview->setPixmap(pixmap);
    const QSize pixels = figure::pixelsOf(figure());
    m_pixels->setText(tr("%1 × %2 pixels").arg(pixels.width()).arg(pixels.height()));
}

void FigureDialog::saveAs() {
    auto* dialog = new QFileDialog(this, tr("Save figure"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    QStringList filters;
    for (const FileFormat format : formats)
        filters << filterOf(format);
    dialog->setNameFilters(filters);
    // The name takes the ending of the kind that is chosen.
    const auto follow = [this, dialog, filters](const QString& filter) {
        const FileFormat format = formats[static_cast<std::size_t>(std::max<qsizetype>(0, filters.indexOf(filter)))];
        dialog->setDefaultSuffix(figure::suffixOf(format).mid(1));
        dialog->selectFile(suggestedName(format));
    };
    connect(dialog, &QFileDialog::filterSelected, dialog, follow);
    follow(filters.front());
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        if (const auto saved = figure::save(figure(), path); !saved)
            Q_EMIT failed(saved.error());
        else
            close();
    });
    dialog->open();
}

void FigureDialog::retranslate() {
    setWindowTitle(tr("Export figure"));
    m_widthLabel->setText(tr("Width"));
    m_heightLabel->setText(tr("Height"));
    m_dpiLabel->setText(tr("Pictures at"));
    m_save->setText(tr("Save as…"));
    m_copy->setText(tr("Copy"));
    m_width->setAccessibleName(m_widthLabel->text());
    m_height->setAccessibleName(m_heightLabel->text());
    m_dpi->setAccessibleName(tr("Resolution of pictures"));
    m_dpi->setToolTip(tr("Dots per inch of a PNG; PDF and SVG keep lines and words as such"));
}

void FigureDialog::changeEvent(QEvent* event) {
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace triptych::widgets
