// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/live_quality.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "widgets/controls/engine_words.h"
#include "widgets/controls/quality_words.h"
#include "widgets/panels/number_text.h"
#include "widgets/panels/panel.h"
#include "widgets/session/session.h"
#include "widgets/shell/quality_glyphs.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {

namespace {

QLabel* hint(QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setFont(theme::font(theme::Role::Hint));
    label->setWordWrap(true);
    setInk(label, InkRole::Ink2);
    return label;
}

} // namespace

LiveQuality::LiveQuality(Session& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_deletion(makeCurve("deletion"))
    , m_insertion(makeCurve("insertion"))
    , m_protocol(hint(this))
    , m_verdictRow(new QWidget(this))
    , m_sign(new QLabel(m_verdictRow))
    , m_verdict(new QLabel(m_verdictRow))
    , m_likeness(new QLabel(m_verdictRow))
    , m_bars(new LikenessBars(this))
    , m_randomisation(hint(this))
    , m_note(hint(this))
    , m_start(new QPushButton(this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(theme::metric::inner);
    auto* curves = new QHBoxLayout;
    curves->setSpacing(theme::metric::outer);
    curves->addWidget(m_deletion.box);
    curves->addWidget(m_insertion.box);
    column->addLayout(curves);
    column->addWidget(m_protocol);
    auto* verdict = new QHBoxLayout(m_verdictRow);
    verdict->setContentsMargins({});
    verdict->setSpacing(theme::metric::inner);
    m_sign->setFixedSize(16, 16);
    m_verdict->setFont(theme::font(theme::Role::Secondary, QFont::DemiBold));
    m_likeness->setFont(theme::font(theme::Role::Secondary, QFont::DemiBold));
    m_likeness->setTextInteractionFlags(Qt::TextSelectableByMouse);
    verdict->addWidget(m_sign);
    verdict->addWidget(m_verdict, 1);
    verdict->addWidget(m_likeness);
    column->addWidget(m_verdictRow);
    column->addWidget(m_bars);
    column->addWidget(m_randomisation);
    column->addWidget(m_note);
    column->addWidget(m_start);
    connect(m_start, &QPushButton::clicked, &session.quality(), &QualityMonitor::start);
    connect(&session.quality(), &QualityMonitor::changed, this, &LiveQuality::refresh);
    connect(&theme::notifier(), &theme::Notifier::changed, this, &LiveQuality::refresh);
    refresh();
}

LiveQuality::Curve LiveQuality::makeCurve(const char* metric) {
    auto* box = new QWidget(this);
    const Curve curve{metric, box, new QLabel(box), new QLabel(box), hint(box), new CurveGlyph(box)};
    curve.name->setFont(theme::font(theme::Role::Secondary));
    curve.value->setFont(theme::font(theme::Role::Secondary, QFont::DemiBold));
    curve.value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins({});
    column->setSpacing(theme::metric::grid);
    auto* heading = new QHBoxLayout;
    heading->addWidget(curve.name, 1);
    heading->addWidget(curve.value);
    column->addLayout(heading);
    column->addWidget(curve.glyph);
    column->addWidget(curve.chance);
    return curve;
}

void LiveQuality::refresh() {
    const bool hasDeletion = showCurve(m_deletion);
    const bool hasInsertion = showCurve(m_insertion);
    showRandomisation();
    showNote(hasDeletion || hasInsertion);
}

bool LiveQuality::showCurve(const Curve& curve) {
    const QualityFigure* figure = nullptr;
    for (const Modality modality : allModalities)
        if (figure == nullptr)
            figure = m_session.quality().figure(curve.metric, modality);
    curve.box->setVisible(figure != nullptr);
    if (figure == nullptr)
        return false;
    curve.name->setText(metricWord(curve.metric));
    curve.value->setText(numberText(figure->value));
    curve.chance->setText(figure->chance ? tr("at random %1").arg(numberText(*figure->chance)) : QString());
    curve.glyph->setCurve(figure->curve);
    curve.box->setToolTip(protocolText(*figure));
    if (curve.metric == m_deletion.metric)
        m_protocol->setText(
            QStringLiteral("%1: %2").arg(modalityWord(figure->modality), protocolLine(figure->protocol)));
    return true;
}

void LiveQuality::showRandomisation() {
    const auto& found = m_session.quality().report().randomisation;
    m_bars->setVisible(found.has_value());
    m_randomisation->setVisible(found.has_value());
    m_verdictRow->setVisible(found && found->isComplete());
    if (!found)
        return;
    m_bars->setRandomisation(*found);
    m_bars->setToolTip(randomisationText(*found));
    m_randomisation->setText(randomisationLine(*found));
    if (!found->isComplete())
        return;
    const theme::IconInk ink = found->passes() ? theme::IconInk::Ok : theme::IconInk::Error;
    m_sign->setPixmap(theme::icon(found->passes() ? QStringLiteral("ok") : QStringLiteral("error"), ink)
                          .pixmap(QSize(16, 16), devicePixelRatioF()));
    m_verdict->setText(verdictText(*found));
    m_likeness->setText(tr("ρ %1").arg(numberText(found->steps.back().spearman)));
}

void LiveQuality::showNote(bool hasCurves) {
    const QualityMonitor& quality = m_session.quality();
    m_protocol->setVisible(hasCurves);
    m_start->setText(tr("Measure this map"));
    m_start->setVisible(quality.isOffered());
    QString note;
    if (quality.isOffered())
        note = tr("Measuring takes about %n minutes.", nullptr, qMax(1, qRound(quality.expectedSeconds() / 60)));
    else if (quality.lastError())
        note = QString::fromStdString(quality.lastError()->detail);
    else if (quality.isMeasuring())
        note = tr("Measuring the map toward the target…");
    else
        for (const std::string& notice : quality.report().notices)
            note += (note.isEmpty() ? QString() : QStringLiteral("\n")) + QString::fromStdString(notice);
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
}

void LiveQuality::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        refresh();
}

} // namespace triptych::widgets
