// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/space/part_weights_bar.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSlider>
#include <QStackedLayout>

#include "widgets/controls/elided_label.h"
#include "widgets/controls/engine_words.h"
#include "widgets/controls/number_slider.h"
#include "widgets/panels/number_text.h"
#include "widgets/panels/panel.h"
#include "widgets/space/flow_layout.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

constexpr int weightSteps = 20; // from 0 to 1
constexpr int leastSlider = 150;
constexpr int leastNote = 120;

double weightAt(int step) {
    return static_cast<double>(step) / weightSteps;
}

QWidget* labelled(QLabel* label, NumberSlider* slider) {
    auto* group = new QWidget;
    auto* row = new QHBoxLayout(group);
    row->setContentsMargins({});
    row->setSpacing(theme::metric::inner);
    row->addWidget(label);
    row->addWidget(slider, 1);
    group->setMinimumWidth(leastSlider);
    group->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    return group;
}

} // namespace

PartWeightsBar::PartWeightsBar(SpaceDesk& desk, QWidget* parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_embed(new QPushButton)
    , m_note(new ElidedLabel(leastNote))
    , m_pages(new QStackedLayout(this)) {
    layOut();
    connect(m_embed, &QPushButton::clicked, this,
            [this] { m_desk.space().makeParts(m_desk.session().runSettings().device); });
    for (const auto signal : {&EmbeddingSpace::corpusChanged, &EmbeddingSpace::partsMade, &EmbeddingSpace::workChanged})
        connect(&desk.space(), signal, this, &PartWeightsBar::refresh);
    retranslate();
}

void PartWeightsBar::layOut() {
    auto* weights = new QWidget;
    auto* row = new FlowLayout(weights);
    const PartWeights& now = m_desk.retrieval().weights();
    const std::array<double, 3> values{now.whole, now.regions, now.words};
    for (std::size_t part = 0; part < m_sliders.size(); ++part) {
        m_labels[part] = new QLabel;
        setInk(m_labels[part], InkRole::Ink2);
        m_sliders[part] = new NumberSlider;
        m_sliders[part]->setRange(0, weightSteps);
        m_sliders[part]->setFormat([](int step) { return numberText(weightAt(step)); });
        m_sliders[part]->setValue(qRound(values[part] * weightSteps));
        connect(m_sliders[part], &NumberSlider::changed, this, &PartWeightsBar::take);
        row->addWidget(labelled(m_labels[part], m_sliders[part]));
    }
    auto* offer = new QWidget;
    auto* line = new FlowLayout(offer);
    m_embed->setFixedHeight(theme::metric::compact);
    m_note->setFont(theme::font(theme::Role::Secondary));
    setInk(m_note, InkRole::Ink3);
    line->addWidget(m_embed);
    line->addWidget(m_note);
    m_pages->addWidget(weights);
    m_pages->addWidget(offer);
}

void PartWeightsBar::take() {
    PartWeights weights{weightAt(m_sliders[0]->value()), weightAt(m_sliders[1]->value()),
                        weightAt(m_sliders[2]->value())};
    // Something has to count.
    if (weights.whole + weights.regions + weights.words <= 0)
        weights = {};
    m_desk.retrieval().setWeights(weights);
}

QString PartWeightsBar::noteText() const {
    const EmbeddingSpace& space = m_desk.space();
    if (space.isMaking()) {
        const Progress& progress = space.makingProgress();
        return tr("%1: %2 of %3").arg(stageLabel(progress.stage)).arg(progress.done).arg(progress.total);
    }
    if (space.error())
        return QString::fromStdString(space.error()->detail);
    return tr("lets parts of a picture and single words count in the score");
}

void PartWeightsBar::refresh() {
    const EmbeddingSpace& space = m_desk.space();
    const bool hasParts = space.info() && space.info()->hasParts;
    m_pages->setCurrentIndex(hasParts ? 0 : 1);
    m_embed->setEnabled(space.info() && !space.isMaking());
    m_note->setLine(noteText());
}

void PartWeightsBar::retranslate() {
    const std::array<QString, 3> names{tr("Whole"), tr("Regions"), tr("Words")};
    const std::array<QString, 3> tips{
        tr("Weight of the likeness of both items as wholes"), tr("Weight of the picture's best region"),
        tr("Weight of the text word by word, each at its best place; rare words count more")};
    for (std::size_t part = 0; part < names.size(); ++part) {
        m_labels[part]->setText(names[part]);
        m_labels[part]->setToolTip(tips[part]);
        setTip(m_sliders[part]->slider(), tips[part]);
    }
    m_embed->setText(tr("Embed regions and words"));
    m_embed->setToolTip(tr("Adds nine overlapping windows of every picture and every word of the texts to the corpus"));
    refresh();
}

void PartWeightsBar::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace triptych::widgets
