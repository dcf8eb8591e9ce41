// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/dialogs/figure_dialog.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QEvent>
#include <QFileDialog>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QSaveFile>
#include <QSpinBox>
#include <QTimer>
#include <array>

#include "widgets/panels/panel.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {

namespace {

constexpr QSize previewSize{520, 340};
constexpr std::array scales{1.0, 2.0, 3.0};

void addProvenance(QImage& image, const RunResult& result) {
    const auto set = [&](const char* key, const std::string& value) {
        image.setText(QString::fromLatin1(key), QString::fromStdString(value));
    };
    set("Software", "Triptych " TRIPTYCH_VERSION);
    set("Model", result.request.model + " " + result.model.hash);
    if (!result.model.programHash.empty())
        set("Program", "SHA-256 " + result.model.programHash);
    set("Sample", result.request.sample.id);
    set("Method", result.request.method);
    for (const auto& [name, value] : result.request.parameters)
        set(("Method." + name).c_str(), value);
    set("Target", toString(result.target) + " = " + std::to_string(result.targetValue));
    set("Device", result.device);
    set("Seed", std::to_string(result.request.seed));
}

QSpinBox* sizeBox(int value) {
    auto* box = new QSpinBox;
    box->setRange(400, 8000);
    box->setSingleStep(100);
    box->setValue(value);
    box->setSuffix(QStringLiteral(" px"));
    return box;
}

} // namespace

FigureDialog::FigureDialog(std::shared_ptr<const RunResult> result, Render render, QWidget* parent)
    : QDialog(parent)
    , m_result(std::move(result))
    , m_render(std::move(render))
    , m_width(sizeBox(1600))
    , m_height(sizeBox(1000))
    , m_scale(new QComboBox)
    , m_preview(new QLabel)
    , m_pixels(new QLabel)
    , m_widthLabel(new QLabel)
    , m_heightLabel(new QLabel)
    , m_scaleLabel(new QLabel)
    , m_save(new QPushButton)
    , m_copy(new QPushButton) {
    auto* grid = new QGridLayout(this);
    m_preview->setFixedSize(previewSize);
    m_preview->setAlignment(Qt::AlignCenter);
    grid->addWidget(m_preview, 0, 0, 1, 6);
    int column = 0;
    for (QWidget* part :
         {static_cast<QWidget*>(m_widthLabel), static_cast<QWidget*>(m_width), static_cast<QWidget*>(m_heightLabel),
          static_cast<QWidget*>(m_height), static_cast<QWidget*>(m_scaleLabel), static_cast<QWidget*>(m_scale)})
        grid->addWidget(part, 1, column++);
    grid->addWidget(m_pixels, 2, 0, 1, 3);
    grid->addWidget(m_copy, 2, 4);
    grid->addWidget(m_save, 2, 5);
    setInk(m_pixels, InkRole::Ink2);
    for (const double scale : scales)
        m_scale->addItem(QStringLiteral("%1 ×").arg(scale));
    m_scale->setCurrentIndex(1);
    m_save->setDefault(true);

    // Drawing waits until the numbers rest.
    auto* timer = new QTimer(this);
    timer->setSingleShot(true);
    timer->setInterval(150);
    connect(timer, &QTimer::timeout, this, &FigureDialog::refresh);
    for (QSpinBox* box : {m_width, m_height})
        connect(box, &QSpinBox::valueChanged, timer, qOverload<>(&QTimer::start));
    connect(m_scale, &QComboBox::currentIndexChanged, timer, qOverload<>(&QTimer::start));
    connect(m_save, &QPushButton::clicked, this, &FigureDialog::saveAs);
    connect(m_copy, &QPushButton::clicked, this, [this] { QApplication::clipboard()->setImage(figure()); });
    retranslate();
    refresh();
}

QImage FigureDialog::figure() const {
    QImage image =
        m_render(QSize(m_width->value(), m_height->value()), scales[static_cast<std::size_t>(m_scale->currentIndex())]);
    if (m_result)
        addProvenance(image, *m_result);
    return image;
}

void FigureDialog::refresh() {
    const double density = devicePixelRatioF();
    const QImage image = m_render(QSize(m_width->value(), m_height->value()), 1);
    QPixmap pixmap =
        QPixmap::fromImage(image.scaled(previewSize * density, Qt::KeepAspectRatio, Qt::SmoothTransformation));
    pixmap.setDevicePixelRatio(density);
    m_preview->setPixmap(pixmap);
    const double scale = scales[static_cast<std::size_t>(m_scale->currentIndex())];
    m_pixels->setText(
        tr("%1 × %2 pixels").arg(qRound(m_width->value() * scale)).arg(qRound(m_height->value() * scale)));
}

void FigureDialog::saveAs() {
    auto* dialog = new QFileDialog(this, tr("Save figure"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(tr("Pictures (*.png)"));
    dialog->setDefaultSuffix(QStringLiteral("png"));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        QSaveFile file(path);
        if (file.open(QIODevice::WriteOnly) && figure().save(&file, "PNG") && file.commit()) {
            close();
            return;
        }
        Q_EMIT failed(
            Error{ErrorCode::InvalidInput,
                  "The figure could not be saved (" + file.errorString().toStdString() + "); choose another folder.",
                  path.toStdString()});
    });
    dialog->open();
}

void FigureDialog::retranslate() {
    setWindowTitle(tr("Export figure"));
    m_widthLabel->setText(tr("Width"));
    m_heightLabel->setText(tr("Height"));
    m_scaleLabel->setText(tr("Density"));
    m_save->setText(tr("Save as…"));
    m_copy->setText(tr("Copy"));
    m_width->setAccessibleName(m_widthLabel->text());
    m_height->setAccessibleName(m_heightLabel->text());
    setTip(m_scale, tr("Pixels of the file for each px of the size; text and lines get denser, not smaller"));
}

void FigureDialog::changeEvent(QEvent* event) {
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace triptych::widgets
