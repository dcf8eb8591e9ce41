// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/link_sentence.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

#include "widgets/panels/number_text.h"
#include "widgets/panels/panel.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

constexpr int sentenceMarkEdge = 9;
constexpr int padding = 8;
constexpr int sentenceGap = 6;

QFont nameFont() {
    return theme::font(theme::Role::Secondary);
}

QFont valueFont() {
    return theme::font(theme::Role::Secondary, QFont::DemiBold);
}

} // namespace

UnitChip::UnitChip(Modality modality, QWidget* parent)
    : QWidget(parent)
    , m_modality(modality) {
    setFixedHeight(theme::metric::compact);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void UnitChip::show(const QString& name, double value) {
    m_name = name;
    m_value = numberText(value);
    setAccessibleName(tr("%1, weight %2").arg(name, m_value));
    updateGeometry();
    update();
    setVisible(true);
}

QSize UnitChip::sizeHint() const {
    const double text =
        QFontMetricsF(nameFont()).horizontalAdvance(m_name) + QFontMetricsF(valueFont()).horizontalAdvance(m_value);
    return {static_cast<int>(text) + 2 * padding + sentenceMarkEdge + 2 * sentenceGap + 2, theme::metric::compact};
}

void UnitChip::paintEvent(QPaintEvent*) {
    const theme::ModalityColours& colours = theme::current().of(m_modality);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colours.soft);
    painter.drawRoundedRect(rect(), theme::metric::radius, theme::metric::radius);
    theme::drawMark(painter, m_modality,
                    QRectF(padding, (height() - sentenceMarkEdge) / 2.0, sentenceMarkEdge, sentenceMarkEdge));
    painter.setPen(colours.text);
    painter.setFont(nameFont());
    const QRectF box = QRectF(rect()).adjusted(padding + sentenceMarkEdge + sentenceGap, 0, -padding, 0);
    painter.drawText(box, Qt::AlignLeft | Qt::AlignVCenter, m_name);
    painter.setFont(valueFont());
    painter.drawText(box, Qt::AlignRight | Qt::AlignVCenter, m_value);
}

LinkSentence::LinkSentence(LinkedState& state, QWidget* parent)
    : QWidget(parent)
    , m_state(state)
    , m_sentence(new QLabel)
    , m_word(new UnitChip(Modality::Text))
    , m_region(new UnitChip(Modality::Image))
    , m_moment(new UnitChip(Modality::Audio)) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(4, 0, 4, 0);
    layout->setSpacing(theme::metric::inner);
    layout->addWidget(m_sentence, 1);
    for (UnitChip* chip : {m_word, m_region, m_moment})
        layout->addWidget(chip);
    setFixedHeight(theme::metric::control);
    m_sentence->setFont(theme::font(theme::Role::Secondary));
    m_sentence->setTextFormat(Qt::RichText);
    m_sentence->setWordWrap(true);
    m_sentence->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    connect(&state, &LinkedState::changed, this, &LinkSentence::refresh);
    refresh();
}

QString LinkSentence::text() const {
    const auto& source = m_state.source();
    if (m_state.result() && !m_state.hasLinks())
        return tr("The maps show what mattered for the score; words and regions are not linked.");
    if (!source)
        return !m_state.result()                  ? QString()
               : !m_state.isRead(Modality::Image) ? tr("Point at a word or a moment of the sound.")
               : m_state.isRead(Modality::Audio)
                   ? tr("Point at a word, a place in the picture or a moment of the sound.")
                   : tr("Point at a word or a place in the picture.");
    const QString name = m_state.describe(*source).toHtmlEscaped();
    return m_state.maps().direction == numerics::LinkDirection::LooksAt ? tr("<b>%1</b> looks at").arg(name)
                                                                        : tr("<b>%1</b> is looked at by").arg(name);
}

void LinkSentence::showChip(UnitChip* chip, Modality modality) {
    const Focus& focus = m_state.focus(modality);
    if (focus.empty() || focus.isSource || focus.sum <= 0) {
        chip->setVisible(false);
        return;
    }
    const int region = modality == Modality::Image ? m_state.regionNumber() : 0;
    chip->show(region > 0 ? tr("region %1").arg(region) : m_state.describe({modality, focus.units}), focus.sum);
}

void LinkSentence::refresh() {
    m_sentence->setText(text());
    m_sentence->setToolTip(m_state.source() && m_state.maps().origin == numerics::LinkedMaps::Origin::Attention &&
                                   !m_state.showsRawAttention()
                               ? tr("This method gives no links of its own; these are raw attention weights.")
                               : QString());
    setInk(m_sentence, m_state.source() ? InkRole::Ink : InkRole::Ink3);
    showChip(m_word, Modality::Text);
    showChip(m_region, Modality::Image);
    showChip(m_moment, Modality::Audio);
}

void LinkSentence::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange)
        refresh();
    QWidget::changeEvent(event);
}

} // namespace triptych::widgets
