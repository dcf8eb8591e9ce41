// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/space/retrieval_panel.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QVBoxLayout>

#include "widgets/controls/engine_words.h"
#include "widgets/panels/number_text.h"
#include "widgets/space/softmax_view.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

constexpr int lowerHeight = 190;

} // namespace

RetrievalPanel::RetrievalPanel(SpaceDesk& desk, QWidget* parent)
    : Panel(std::nullopt, parent)
    , m_desk(desk)
    , m_reasons(new HitReasons(desk.session(), desk.space(), desk.retrieval(), this))
    , m_query(new QueryBar(desk.space(), desk.retrieval()))
    , m_range(new QLabel)
    , m_rerank(new QCheckBox)
    , m_gallery(new HitGallery(desk.space(), desk.retrieval(), *m_reasons, desk.thumbnails()))
    , m_softmax(new SoftmaxView(desk.retrieval()))
    , m_recall(new RecallView(desk.space())) {
    body()->addWidget(m_query);
    auto* line = new QHBoxLayout;
    m_range->setFont(theme::font(theme::Role::Secondary));
    m_range->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    setInk(m_range, InkRole::Ink2);
    line->addWidget(m_range, 1);
    line->addWidget(m_rerank);
    body()->addLayout(line);
    body()->addWidget(m_gallery, 1);
    auto* lower = new QWidget;
    lower->setFixedHeight(lowerHeight);
    auto* row = new QHBoxLayout(lower);
    row->setContentsMargins({});
    row->setSpacing(theme::metric::outer);
    row->addWidget(m_softmax, 2);
    row->addWidget(m_recall, 3);
    body()->addWidget(lower);
    connect(m_rerank, &QCheckBox::toggled, this,
            [this](bool on) { m_desk.retrieval().setRerank(on ? Retrieval::mostHits : 0); });
    connect(&desk.retrieval(), &Retrieval::changed, this, &RetrievalPanel::refresh);
    connect(m_reasons, &HitReasons::changed, this, &RetrievalPanel::refresh);
    connect(&desk.session(), &Session::sampleChanged, this, &RetrievalPanel::askFirst);
    askFirst();
    retranslate();
}

void RetrievalPanel::askFirst() {
    // Something is seen at once; what the user typed stays.
    if (m_query->edit().text().isEmpty() && m_query->termCount() == 0 && m_desk.session().hasSample())
        m_query->setText(m_desk.session().currentText());
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
        if (result->recall)
            facts << tr("finds %1 % of the exact hits").arg(qRound(100 * *result->recall));
        setFacts(facts.join(QStringLiteral(" · ")));
    } else {
        setFacts(retrieval.isSearching() ? tr("searching") : QString());
    }
    m_range->setText(m_reasons->largest() > 0 ? tr("Heat: why each matched, by %1, each to its own maximum; largest %2")
                                                    .arg(QString::fromStdString(m_reasons->method()),
                                                         numberText(static_cast<double>(m_reasons->largest())))
                                              : tr("Heat appears where the query is of another kind than the hit"));
}

void RetrievalPanel::retranslate() {
    setTitle(tr("Retrieval"));
    m_rerank->setText(tr("Rank again"));
    m_rerank->setToolTip(tr("Order the hits anew by the model's matching head"));
    refresh();
}

} // namespace triptych::widgets
