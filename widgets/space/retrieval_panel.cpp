// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/space/retrieval_panel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "widgets/controls/engine_words.h"
#include "widgets/panels/expand_button.h"
#include "widgets/panels/number_text.h"
#include "widgets/panels/view_window.h"
#include "widgets/space/judgement_view.h"
#include "widgets/space/part_weights_bar.h"
#include "widgets/space/ranking_moves.h"
#include "widgets/space/softmax_view.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

constexpr int lowerHeight = 206;

} // namespace

RetrievalPanel::RetrievalPanel(SpaceDesk& desk, QWidget* parent)
    : Panel(std::nullopt, parent)
    , m_desk(desk)
    , m_reasons(new HitReasons(desk.session(), desk.space(), desk.retrieval(), this))
    , m_query(new QueryBar(desk.space(), desk.retrieval()))
    , m_weights(new PartWeightsBar(desk))
    , m_range(new QLabel)
    , m_rerank(new QCheckBox)
    , m_beside(new QComboBox)
    , m_ranking(new QStackedWidget)
    , m_gallery(new HitGallery(desk.space(), desk.retrieval(), *m_reasons, desk.thumbnails()))
    , m_other(new OtherRanking(desk.session(), desk.space(), desk.retrieval(), this))
    , m_moves(new RankingMoves(desk.space(), desk.retrieval(), *m_other, desk.thumbnails()))
    , m_softmax(new SoftmaxView(desk.retrieval()))
    , m_judgement(new JudgementView(desk.space(), desk.retrieval())) {
    layOut();
    connect(m_rerank, &QCheckBox::toggled, this,
            [this](bool on) { m_desk.retrieval().setRerank(on ? Retrieval::mostHits : 0); });
    connect(m_beside, &QComboBox::activated, this,
            [this](int index) { compareWith(m_beside->itemData(index).toString().toStdString()); });
    connect(&desk.retrieval(), &Retrieval::changed, this, &RetrievalPanel::refresh);
    connect(m_reasons, &HitReasons::changed, this, &RetrievalPanel::refresh);
    connect(m_other, &OtherRanking::changed, this, &RetrievalPanel::refresh);
    connect(&desk.session(), &Session::sampleChanged, this, &RetrievalPanel::askFirst);
    connect(&desk.space(), &EmbeddingSpace::corpusChanged, this, &RetrievalPanel::refreshModels);
    connect(&desk.session(), &Session::runSettingsChanged, this, &RetrievalPanel::refreshModels);
    connect(m_judgement, &JudgementView::queryChosen, m_query, &QueryBar::askFor);
    askFirst();
    retranslate();
}

void RetrievalPanel::layOut() {
    addToHeader(new ExpandButton(*this));
    addToHeader(new WindowButton(*this));
    body()->addWidget(m_query);
    body()->addWidget(m_weights);
    auto* line = new QHBoxLayout;
    m_range->setFont(theme::font(theme::Role::Secondary));
    m_range->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    setInk(m_range, InkRole::Ink2);
    m_beside->setFixedHeight(theme::metric::compact);
    m_beside->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_beside->setMinimumContentsLength(14);
    m_beside->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    line->addWidget(m_range, 1);
    line->addWidget(m_rerank);
    line->addWidget(m_beside);
    body()->addLayout(line);
    m_ranking->addWidget(m_gallery);
    m_ranking->addWidget(m_moves);
    body()->addWidget(m_ranking, 1);
    auto* lower = new QWidget;
    lower->setFixedHeight(lowerHeight);
    auto* row = new QHBoxLayout(lower);
    row->setContentsMargins({});
    row->setSpacing(theme::metric::outer);
    row->addWidget(m_softmax, 2);
    row->addWidget(m_judgement, 3);
    body()->addWidget(lower);
}

bool RetrievalPanel::isSettled() const {
    return m_reasons->isSettled() && !m_other->isWorking() && m_judgement->isSettled();
}

void RetrievalPanel::askFirst() {
    // Something is seen at once; what the user typed stays.
    if (m_query->edit().text().isEmpty() && m_query->termCount() == 0 && m_desk.session().hasSample())
        m_query->setText(m_desk.session().currentText());
}

void RetrievalPanel::compareWith(const std::string& model) {
    m_other->setModel(model);
    m_ranking->setCurrentWidget(model.empty() ? static_cast<QWidget*>(m_gallery) : m_moves);
    m_beside->setCurrentIndex(std::max(0, m_beside->findData(QString::fromStdString(model))));
    refresh();
}

void RetrievalPanel::refreshModels() {
    const std::vector<std::string> choices = m_other->choices();
    m_beside->clear();
    m_beside->addItem(tr("One model"), QString());
    for (const std::string& model : choices)
        m_beside->addItem(tr("Beside %1").arg(modelLabel(model)), QString::fromStdString(model));
    m_beside->setVisible(!choices.empty());
    if (!m_other->model().empty() && std::ranges::find(choices, m_other->model()) == choices.end())
        compareWith({});
    m_beside->setCurrentIndex(std::max(0, m_beside->findData(QString::fromStdString(m_other->model()))));
}

void RetrievalPanel::refresh() {
    const Retrieval& retrieval = m_desk.retrieval();
    if (const auto& result = retrieval.result()) {
        const auto& rows = m_desk.space().info()->rows;
        const auto count = rows.find(retrieval.target());
        QStringList facts{
            tr("among %1 items: %2").arg(count == rows.end() ? 0 : count->second).arg(modalityWord(retrieval.target())),
            QString::fromUtf8(toString(result->index).data()),
            tr("%1 ms").arg(numberText(1000 * result->querySeconds))};
        if (result->isIndexInMaking)
            facts << tr("a faster index is being built");
        if (result->recall)
            facts << tr("finds %1 % of the exact hits").arg(qRound(100 * *result->recall));
        if (result->askedItems > 0)
            facts << tr("queries known: %1 of %2").arg(result->knownItems).arg(result->askedItems);
        setFacts(facts.join(QStringLiteral(" · ")));
    } else {
        setFacts(retrieval.isSearching() ? tr("searching") : QString());
    }
    if (!m_other->model().empty())
        m_range->setText(tr("Curves join what both models rank among their first %1").arg(Retrieval::mostHits));
    else
        m_range->setText(m_reasons->largest() > 0
                             ? tr("Heat: why each matched, by %1, each to its own maximum; largest %2")
                                   .arg(QString::fromStdString(m_reasons->method()),
                                        numberText(static_cast<double>(m_reasons->largest())))
                             : tr("Heat appears where the query is of another kind than the hit"));
}

void RetrievalPanel::retranslate() {
    setTitle(tr("Retrieval"));
    m_rerank->setText(tr("Rank again"));
    m_rerank->setToolTip(tr("Order the hits anew by the model's matching head"));
    setTip(m_beside, tr("Show what a second model ranks first, and how far each hit moves"));
    refreshModels();
    refresh();
}

} // namespace triptych::widgets
