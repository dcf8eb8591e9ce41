// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/space/retrieval_panel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "widgets/controls/elided_label.h"
#include "widgets/controls/engine_words.h"
#include "widgets/panels/number_text.h"
#include "widgets/space/flow_layout.h"
#include "widgets/space/judgement_view.h"
#include "widgets/space/part_weights_bar.h"
#include "widgets/space/ranking_moves.h"
#include "widgets/space/softmax_view.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

constexpr int lowerHeight = 190;
constexpr int leastRange = 160;

QString indexWord(IndexKind kind) {
    switch (kind) {
    case IndexKind::Exact:
        return RetrievalPanel::tr("exact");
    case IndexKind::Hnsw:
        return RetrievalPanel::tr("HNSW index");
    case IndexKind::Ivf:
        return RetrievalPanel::tr("IVF index");
    case IndexKind::Auto:
        break;
    }
    return RetrievalPanel::tr("automatic index");
}

} // namespace

RetrievalPanel::RetrievalPanel(SpaceDesk& desk, QWidget* parent)
    : Panel(std::nullopt, parent)
    , m_desk(desk)
    , m_reasons(new HitReasons(desk.session(), desk.space(), desk.retrieval(), this))
    , m_query(new QueryBar(desk.space(), desk.retrieval()))
    , m_weights(new PartWeightsBar(desk))
    , m_range(new ElidedLabel(leastRange))
    , m_rerank(new QCheckBox)
    , m_beside(new QComboBox)
    , m_ranking(new QStackedWidget)
    , m_gallery(new HitGallery(desk, *m_reasons))
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
    connect(&desk, &SpaceDesk::sampleChosen, this, &RetrievalPanel::suggestSample);
    connect(&desk.space(), &EmbeddingSpace::corpusChanged, this, &RetrievalPanel::refreshModels);
    connect(&desk.session(), &Session::runSettingsChanged, this, &RetrievalPanel::refreshModels);
    // Lists need the room for their words.
    connect(m_judgement, &JudgementView::pageShown, m_softmax,
            [this](JudgementView::Page page) { m_softmax->setVisible(page == JudgementView::Recall); });
    connect(m_judgement, &JudgementView::queryChosen, m_query, &QueryBar::askFor);
    suggestSample();
    retranslate();
}

void RetrievalPanel::layOut() {
    body()->addWidget(m_query);
    body()->addWidget(m_weights);
    auto* line = new FlowLayout;
    m_range->setFont(theme::font(theme::Role::Secondary));
    setInk(m_range, InkRole::Ink2);
    m_beside->setFixedHeight(theme::metric::compact);
    m_beside->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_beside->setMinimumContentsLength(14);
    m_beside->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    line->addWidget(m_range);
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
    row->addWidget(m_softmax, 5);
    row->addWidget(m_judgement, 9);
    body()->addWidget(lower);
}

bool RetrievalPanel::isSettled() const {
    return m_reasons->isSettled() && !m_other->isWorking() && m_judgement->isSettled();
}

// Something is seen at once, and follows the samples until the user asks for something else.
void RetrievalPanel::suggestSample() {
    if (m_desk.session().hasSample())
        m_query->suggest(m_desk.session().currentText());
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

QString RetrievalPanel::factsText(const SearchResult& result) const {
    const auto& rows = m_desk.space().info()->rows;
    const auto count = rows.find(m_desk.retrieval().target());
    QStringList facts{modalityWord(m_desk.retrieval().target()),
                      tr("%1 of %2").arg(result.hits.size()).arg(count == rows.end() ? 0 : count->second),
                      indexWord(result.index), tr("%1 ms").arg(numberText(1000 * result.querySeconds))};
    if (result.isIndexInMaking)
        facts << tr("a faster index is being built");
    if (result.recall)
        facts << tr("finds %1 % of the exact hits").arg(qRound(100 * *result.recall));
    return facts.join(QStringLiteral(" · "));
}

QString RetrievalPanel::rangeText() const {
    if (!m_other->model().empty())
        return tr("Curves join what both models rank among their first %1").arg(Retrieval::mostHits);
    if (m_reasons->largest() <= 0)
        return tr("Heat appears where the query is of another kind than the hit");
    QString name = QString::fromStdString(m_reasons->method());
    for (const MethodDescriptor& method : m_desk.session().service().methods())
        if (method.id == m_reasons->method())
            name = methodLabel(method);
    return tr("Heat: why each matched, by %1, each to its own maximum; largest %2")
        .arg(name, numberText(static_cast<double>(m_reasons->largest())));
}

void RetrievalPanel::refresh() {
    const Retrieval& retrieval = m_desk.retrieval();
    if (retrieval.result())
        setFacts(factsText(*retrieval.result()));
    else
        setFacts(retrieval.isSearching() ? tr("searching") : QString());
    m_range->setLine(rangeText());
}

void RetrievalPanel::retranslate() {
    setTitle(tr("Retrieval"));
    m_rerank->setText(tr("Re-rank %1").arg(Retrieval::mostHits));
    m_rerank->setToolTip(tr("Orders the first %1 hits anew by the model's matching head, which reads query and item "
                            "together; slower and more exact")
                             .arg(Retrieval::mostHits));
    setTip(m_beside, tr("Show what a second model ranks first, and how far each hit moves"));
    refreshModels();
    refresh();
}

} // namespace triptych::widgets
