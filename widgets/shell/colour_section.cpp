// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/colour_section.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPainter>
#include <QPainterPath>
#include <QSlider>
#include <algorithm>

#include "visualization/picture/colour_map.h"
#include "widgets/controls/number_slider.h"
#include "widgets/controls/segmented_button.h"
#include "widgets/panels/number_text.h"
#include "widgets/panels/panel.h"
#include "widgets/shell/form.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {

namespace {

constexpr QSize stripSize{48, 12};

QIcon stripOf(picture::ColourMap map) {
    QIcon icon;
    for (const int scale : {1, 2, 3}) {
        QImage image(stripSize * scale, QImage::Format_ARGB32_Premultiplied);
        image.fill(Qt::transparent);
        QPainter painter(&image);
        painter.setRenderHint(QPainter::Antialiasing);
        QLinearGradient gradient(0, 0, image.width(), 0);
        for (int i = 0; i <= 16; ++i) {
            const picture::Rgb colour = picture::colourAt(map, static_cast<float>(i) / 16);
            gradient.setColorAt(i / 16.0, QColor(colour.red, colour.green, colour.blue));
        }
        painter.setPen(Qt::NoPen);
        painter.setBrush(gradient);
        painter.drawRoundedRect(image.rect(), 3 * scale, 3 * scale);
        painter.end();
        QPixmap pixmap = QPixmap::fromImage(image);
        pixmap.setDevicePixelRatio(scale);
        icon.addPixmap(pixmap);
    }
    return icon;
}

QString colourMapLabel(picture::ColourMap map) {
    switch (map) {
    case picture::ColourMap::Magma:
        return QStringLiteral("magma");
    case picture::ColourMap::Viridis:
        return QStringLiteral("viridis");
    case picture::ColourMap::Cividis:
        return QStringLiteral("cividis");
    case picture::ColourMap::BlueWhiteRed:
        return ColourSection::tr("signed");
    }
    return {};
}

} // namespace

ColourSection::ColourSection(Session& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_form(new Form(this))
    , m_colours(new QComboBox(this))
    , m_range(new SegmentedButton(this))
    , m_maximum(new QLineEdit(this))
    , m_opacity(new NumberSlider(this))
    , m_grid(new QCheckBox(this))
    , m_outline(new QCheckBox(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_form);
    m_colours->setIconSize(stripSize);
    m_colours->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_opacity->setRange(0, 100);
    m_opacity->setFormat([](int percent) { return tr("%1 %").arg(percent); });
    m_coloursLabel = m_form->addRow(m_colours);
    m_rangeLabel = m_form->addRow(m_range);
    m_maximumLabel = m_form->addRow(m_maximum);
    m_opacityLabel = m_form->addRow(m_opacity);
    auto* checks = new QWidget(this);
    auto* checkLayout = new QHBoxLayout(checks);
    checkLayout->setContentsMargins(0, theme::metric::grid, 0, 0);
    checkLayout->setSpacing(theme::metric::outer);
    checkLayout->addWidget(m_grid);
    checkLayout->addWidget(m_outline);
    checkLayout->addStretch();
    m_form->addIndented(checks);
    connectControls();
    connect(&session.display(), &DisplaySettings::changed, this, &ColourSection::refresh);
    retranslate();
}

void ColourSection::connectControls() {
    connect(m_colours, &QComboBox::activated, this, [this](int index) {
        change([&](DisplayValues& v) {
            v.colourMap = picture::toString(picture::allColourMaps[static_cast<std::size_t>(index)]);
        });
    });
    connect(m_range, &SegmentedButton::chosen, this, [this](int index) {
        change([&](DisplayValues& v) {
            v.rangeMode = static_cast<DisplayValues::RangeMode>(index);
            // A fixed range starts as what is seen now, so that nothing jumps.
            if (const double maximum = currentMaximum(); maximum > 0)
                v.fixedMaximum = maximum;
        });
    });
    connect(m_maximum, &QLineEdit::editingFinished, this, [this] {
        bool isNumber = false;
        const double maximum = QLocale().toDouble(m_maximum->text(), &isNumber);
        if (isNumber && maximum > 0)
            change([&](DisplayValues& v) { v.fixedMaximum = maximum; });
        refresh();
    });
    connect(m_opacity, &NumberSlider::changed, this,
            [this](int percent) { change([&](DisplayValues& v) { v.opacity = percent / 100.0; }); });
    connect(m_grid, &QCheckBox::toggled, this, [this](bool on) { change([&](DisplayValues& v) { v.showGrid = on; }); });
    connect(m_outline, &QCheckBox::toggled, this,
            [this](bool on) { change([&](DisplayValues& v) { v.showOutline = on; }); });
}

double ColourSection::currentMaximum() const {
    const auto result = m_session.result();
    if (!result || result->relevance.image.empty())
        return 0;
    const auto values = result->relevance.image.values();
    return *std::max_element(values.begin(), values.end());
}

void ColourSection::change(const std::function<void(DisplayValues&)>& change) {
    DisplayValues values = m_session.display().values();
    change(values);
    m_session.display().set(std::move(values));
}

void ColourSection::refresh() {
    const DisplayValues& values = m_session.display().values();
    const auto& maps = picture::allColourMaps;
    const auto map = picture::colourMapFromString(values.colourMap).value_or(picture::ColourMap::Magma);
    m_colours->setCurrentIndex(static_cast<int>(std::find(maps.begin(), maps.end(), map) - maps.begin()));
    m_range->setCurrent(static_cast<int>(values.rangeMode));
    m_form->setRowVisible(m_maximum, values.rangeMode == DisplayValues::RangeMode::Fixed);
    if (!m_maximum->hasFocus())
        m_maximum->setText(numberText(values.fixedMaximum));
    m_opacity->setValue(qRound(values.opacity * 100));
    m_grid->setChecked(values.showGrid);
    m_outline->setChecked(values.showOutline);
}

void ColourSection::retranslate() {
    m_coloursLabel->setText(tr("Colours"));
    m_rangeLabel->setText(tr("Range"));
    m_maximumLabel->setText(tr("Maximum"));
    m_opacityLabel->setText(tr("Opacity"));
    m_colours->clear();
    for (const picture::ColourMap map : picture::allColourMaps)
        m_colours->addItem(stripOf(map), colourMapLabel(map));
    m_colours->setAccessibleName(tr("Colour map"));
    m_range->setOptions({tr("per map"), tr("fixed")});
    m_range->setToolTips(
        {tr("Each map runs to its own maximum"), tr("All maps run to the same value, so they compare")});
    setTip(m_maximum, tr("Raw value at the end of the colour scale"));
    setTip(m_opacity->slider(), tr("Opacity of the heat over the picture"));
    m_grid->setText(tr("Grid"));
    setTip(m_grid, tr("Show the grid of patches"));
    m_outline->setText(tr("Outline"));
    setTip(m_outline, tr("Outline the strongest region"));
    refresh();
}

void ColourSection::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace triptych::widgets
