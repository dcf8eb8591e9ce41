// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/space/judgement_view.h"

#include <QComboBox>
#include <QEvent>
#include <QFileDialog>
#include <QHeaderView>
#include <QLabel>
#include <QSaveFile>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>
#include <algorithm>

#include "widgets/controls/engine_words.h"
#include "widgets/controls/segmented_button.h"
#include "widgets/panels/panel.h"
#include "widgets/space/finding_model.h"
#include "widgets/space/flow_layout.h"
#include "widgets/space/recall_view.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

constexpr int figureColumn = 50;
constexpr int idColumn = 90;

QTreeView* newTable(QSortFilterProxyModel* model) {
    auto* table = new QTreeView;
    table->setModel(model);
    table->setRootIsDecorated(false);
    table->setUniformRowHeights(true);
    table->setSortingEnabled(true);
    table->sortByColumn(-1, Qt::AscendingOrder); // as they come: the worst first
    table->setFrameShape(QFrame::NoFrame);
    table->setAllColumnsShowFocus(true);
    QHeaderView* header = table->header();
    header->setStretchLastSection(false);
    for (int column = 0; column < FindingModel::ColumnCount; ++column) {
        const bool isNumber = column >= FindingModel::Score;
        header->setSectionResizeMode(column, isNumber ? QHeaderView::Fixed : QHeaderView::Stretch);
        if (isNumber)
            header->resizeSection(column, figureColumn);
    }
    return table;
}

} // namespace

JudgementView::JudgementView(EmbeddingSpace& space, const Retrieval& retrieval, QWidget* parent)
    : QWidget(parent)
    , m_space(space)
    , m_judgement(space, retrieval)
    , m_recall(new RecallView(m_judgement))
    , m_findings(new FindingModel(space, m_judgement, this))
    , m_sorted(new QSortFilterProxyModel(this))
    , m_pages(new SegmentedButton)
    , m_direction(new QComboBox)
    , m_save(new QToolButton)
    , m_stack(new QStackedWidget)
    , m_nothing(new QLabel) {
    m_sorted->setSourceModel(m_findings);
    m_sorted->setSortRole(FindingModel::SortRole);
    m_table = newTable(m_sorted);
    layOut();
    connect(m_pages, &SegmentedButton::chosen, this, [this](int page) { showPage(static_cast<Page>(page)); });
    connect(m_direction, &QComboBox::activated, this, &JudgementView::showWrongHits);
    connect(m_save, &QToolButton::clicked, this, &JudgementView::askWhereToSave);
    connect(m_recall, &RecallView::directionChosen, this, &JudgementView::showWrongHits);
    connect(m_table, &QTreeView::clicked, this,
            [this](const QModelIndex& index) { choose(m_sorted->mapToSource(index).row()); });
    connect(m_findings, &QAbstractItemModel::modelReset, this, &JudgementView::refresh);
    connect(&m_judgement, &CorpusJudgement::changed, this, &JudgementView::refreshDirections);
    retranslate();
}

void JudgementView::layOut() {
    auto* row = new FlowLayout;
    row->addWidget(m_pages);
    row->addWidget(m_direction);
    row->addWidget(m_save);
    m_pages->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    m_direction->setFixedHeight(theme::metric::compact);
    m_save->setIcon(theme::icon(QStringLiteral("export")));
    m_save->setAutoRaise(true);
    m_nothing->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_nothing->setWordWrap(true);
    m_nothing->setFont(theme::font(theme::Role::Secondary));
    setInk(m_nothing, InkRole::Ink2);
    for (QWidget* page : std::initializer_list<QWidget*>{m_recall, m_table, m_nothing})
        m_stack->addWidget(page);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(theme::metric::grid);
    column->addLayout(row);
    column->addWidget(m_stack, 1);
}

JudgementView::Page JudgementView::page() const {
    return static_cast<Page>(m_pages->current());
}

void JudgementView::showPage(Page page) {
    m_pages->setCurrent(page);
    if (page != Recall)
        m_findings->show(page == WrongHits ? FindingModel::Kind::WrongHits : FindingModel::Kind::Doubtful,
                         m_findings->direction());
    refresh();
    Q_EMIT pageShown(page);
}

void JudgementView::showWrongHits(int direction) {
    m_findings->show(FindingModel::Kind::WrongHits, direction);
    m_direction->setCurrentIndex(direction);
    showPage(WrongHits);
}

QString JudgementView::nothingFound() const {
    if (!m_judgement.report())
        return m_judgement.isJudging() ? tr("Judging the corpus") : m_judgement.problem();
    return page() == WrongHits ? tr("Every query finds its own item first.")
                               : tr("No pair is doubtful and no item is there twice.");
}

void JudgementView::refresh() {
    const bool isList = page() != Recall;
    m_direction->setVisible(page() == WrongHits && m_direction->count() > 1);
    m_save->setVisible(page() == Doubtful);
    m_save->setEnabled(m_findings->rowCount() > 0);
    m_nothing->setText(nothingFound());
    for (const int column : {FindingModel::OwnScore, FindingModel::OwnRank})
        m_table->setColumnHidden(column, m_findings->kind() == FindingModel::Kind::Doubtful);
    // An id needs less room than the words of a text.
    const bool asksByWords = m_findings->rowCount() > 0 && m_findings->finding(0).first.modality == Modality::Text;
    m_table->header()->setSectionResizeMode(FindingModel::What,
                                            asksByWords ? QHeaderView::Stretch : QHeaderView::Interactive);
    if (!asksByWords)
        m_table->header()->resizeSection(FindingModel::What, idColumn);
    m_stack->setCurrentWidget(!isList                       ? static_cast<QWidget*>(m_recall)
                              : m_findings->rowCount() == 0 ? static_cast<QWidget*>(m_nothing)
                                                            : m_table);
}

void JudgementView::refreshDirections() {
    m_direction->clear();
    if (m_judgement.report())
        for (const DirectionResult& direction : m_judgement.report()->directions)
            m_direction->addItem(tr("%1 to %2").arg(modalityWord(direction.from), modalityWord(direction.to)));
    m_direction->setCurrentIndex(m_findings->direction());
    refresh();
}

void JudgementView::choose(int row) {
    const FindingModel::Finding finding = m_findings->finding(row);
    const int first = m_space.indexOf(finding.first);
    const int second = finding.hasSecond ? m_space.indexOf(finding.second) : -1;
    if (page() == WrongHits)
        Q_EMIT queryChosen(finding.first, finding.second.modality);
    if (second >= 0)
        m_space.click(second);
    if (first >= 0)
        m_space.click(first, second >= 0);
}

QByteArray JudgementView::cleaningTable() const {
    return m_judgement.report() ? QByteArray::fromStdString(cleaningList(*m_judgement.report())) : QByteArray();
}

QString JudgementView::save(const QByteArray& table, const QString& path) {
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(table) != table.size() || !file.commit())
        return tr("%1 could not be written; choose another folder.").arg(path);
    return {};
}

void JudgementView::askWhereToSave() {
    auto* dialog = new QFileDialog(this, tr("Save the doubtful items as CSV"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    // As it was when it was asked for: the corpus may change while the dialog is open.
    connect(dialog, &QFileDialog::fileSelected, this, [this, table = cleaningTable()](const QString& path) {
        const QString problem = save(table, path);
        m_save->setToolTip(problem.isEmpty() ? tr("Saved as %1").arg(path) : problem);
        if (!problem.isEmpty()) {
            m_nothing->setText(problem);
            m_stack->setCurrentWidget(m_nothing);
        }
    });
    dialog->open();
}

void JudgementView::showEvent(QShowEvent*) {
    m_judgement.ask();
}

void JudgementView::retranslate() {
    const int page = std::max<int>(Recall, m_pages->current());
    m_pages->setOptions({tr("Recall"), tr("Nearest wrong"), tr("Doubtful")});
    m_pages->setCurrent(page);
    m_pages->setToolTips({tr("Every item as a query; means with 95 % intervals"),
                          tr("Queries whose best hit is another sample's, by the largest margin first"),
                          tr("Pairs that hardly fit and items that are there twice")});
    setTip(m_save, tr("Save the doubtful items as CSV"));
    setTip(m_direction, tr("From which kind of item to which"));
    m_table->setAccessibleName(tr("Findings"));
    m_findings->refresh();
    refreshDirections();
}

void JudgementView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace triptych::widgets
