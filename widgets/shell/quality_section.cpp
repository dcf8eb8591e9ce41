// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/quality_section.h"

#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>

#include "widgets/panels/linked_state.h"
#include "widgets/panels/number_text.h"
#include "widgets/panels/panel.h"
#include "widgets/shell/live_quality.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {

namespace {

void setSign(QLabel* sign, const QString& icon, theme::IconInk ink) {
    sign->setPixmap(theme::icon(icon, ink).pixmap(QSize(16, 16), sign->devicePixelRatioF()));
}

} // namespace

QualitySection::QualitySection(LinkedState& state, QWidget* parent)
    : QWidget(parent)
    , m_state(state)
    , m_title(new QLabel(this))
    , m_facts(new QLabel(this))
    , m_note(new QLabel(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(theme::metric::inner);
    auto* header = new QHBoxLayout;
    m_title->setFont(theme::font(theme::Role::DockTitle));
    m_facts->setFont(theme::font(theme::Role::Secondary));
    setInk(m_facts, InkRole::Ink3);
    header->addWidget(m_title);
    header->addWidget(m_facts);
    header->addStretch();
    layout->addLayout(header);
    layout->addWidget(new LiveQuality(state.session(), this));
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(theme::metric::inner);
    grid->setVerticalSpacing(theme::metric::grid);
    grid->setColumnStretch(1, 1);
    m_pointing = addRow(grid);
    m_energy = addRow(grid);
    m_words = addRow(grid);
    layout->addLayout(grid);
    m_note->setWordWrap(true);
    m_note->setFont(theme::font(theme::Role::Hint));
    setInk(m_note, InkRole::Ink2);
    layout->addWidget(m_note);

    connect(&state.session(), &Session::sampleChanged, this, &QualitySection::refreshSample);
    connect(&state, &LinkedState::resultChanged, this, &QualitySection::countAllWords);
    connect(&state.session().display(), &DisplaySettings::changed, this, &QualitySection::countAllWords);
    connect(&state, &LinkedState::changed, this, &QualitySection::refresh);
    connect(&theme::notifier(), &theme::Notifier::changed, this, &QualitySection::refresh);
    refreshSample();
}

QualitySection::Row QualitySection::addRow(QGridLayout* grid) {
    const int row = grid->rowCount();
    const Row labels{new QLabel(this), new QLabel(this), new QLabel(this), new QLabel(this)};
    labels.sign->setFixedSize(16, 16);
    labels.text->setWordWrap(true);
    labels.text->setFont(theme::font(theme::Role::Secondary));
    labels.chance->setFont(theme::font(theme::Role::Hint));
    labels.value->setFont(theme::font(theme::Role::Secondary, QFont::DemiBold));
    labels.value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    setInk(labels.chance, InkRole::Ink2);
    int column = 0;
    for (QLabel* label : {labels.sign, labels.text, labels.chance, labels.value})
        grid->addWidget(label, row, column++);
    return labels;
}

void QualitySection::setRow(const Row& row, bool visible) {
    for (QLabel* label : {row.sign, row.text, row.chance, row.value})
        label->setVisible(visible);
}

void QualitySection::say(const QString& text) {
    m_note->setText(text);
    m_note->setVisible(!text.isEmpty());
}

void QualitySection::refreshSample() {
    const auto& truth = m_state.session().entry().truth;
    m_mask = truth && !truth->mask.empty() ? TruthMask::read(truth->mask) : TruthMask{};
    countAllWords();
}

void QualitySection::refresh() {
    m_title->setText(tr("Quality"));
    m_facts->setText(tr("of this map"));
    for (const Row& row : {m_pointing, m_energy, m_words})
        setRow(row, false);
    const auto& truth = m_state.session().entry().truth;
    if (!m_state.result())
        return say({});
    if (!truth || m_mask.isNull())
        return say(tr("What is in this sample is not known, so there is nothing to measure the map against."));
    refreshPointing(*truth);
    showAllWords();
}

void QualitySection::refreshPointing(const projects::Truth& truth) {
    const auto& source = m_state.source();
    const FloatArray& map = m_state.maps().image;
    if (!source || source->modality == Modality::Image || map.empty())
        return say(tr("Point at a word, or at a moment of the speech, that names an object."));
    const Session& session = m_state.session();
    const auto objects = namedObjects(truth, *m_state.result(), {source->modality, source->units}, session.textIndex(),
                                      session.audioIndex().value_or(0));
    if (objects.empty())
        return say(tr("What is pointed at names no object in the picture."));
    const numerics::PointingOutcome outcome = pointInMask(map, m_mask, objects);
    setSign(m_pointing.sign, outcome.hit ? QStringLiteral("ok") : QStringLiteral("error"),
            outcome.hit ? theme::IconInk::Ok : theme::IconInk::Error);
    m_pointing.text->setText(outcome.hit ? tr("Pointing: on its object") : tr("Pointing: beside its object"));
    m_pointing.text->setToolTip(
        tr("The centre of the strongest patch lies on the visible part of an object that is named, or not."));
    m_pointing.chance->setText(tr("chance"));
    m_pointing.value->setText(numberText(outcome.chance));
    m_energy.text->setText(tr("Energy in its mask"));
    m_energy.text->setToolTip(tr("Share of the map's positive sum in patches whose centre lies on the object."));
    m_energy.value->setText(numberText(outcome.energy));
    setRow(m_pointing, true);
    setRow(m_energy, true);
    say({});
}

void QualitySection::countAllWords() {
    const auto& truth = m_state.session().entry().truth;
    m_count = {};
    if (m_state.result() && truth && !m_mask.isNull())
        m_count =
            pointingOfAllWords(*truth, *m_state.result(), m_mask, m_state.choice(), m_state.session().textIndex());
    refresh();
}

void QualitySection::showAllWords() {
    if (m_count.words == 0)
        return;
    m_words.text->setText(tr("All words that name objects"));
    m_words.text->setToolTip(tr("Words whose strongest patch lies on what they name; chance is %1 on average.")
                                 .arg(numberText(m_count.chance)));
    m_words.value->setText(tr("%1 of %2").arg(m_count.hits).arg(m_count.words));
    setRow(m_words, true);
}

void QualitySection::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        refresh();
}

} // namespace triptych::widgets
