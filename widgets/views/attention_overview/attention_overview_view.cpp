// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/attention_overview/attention_overview_view.h"

#include <QHeaderView>
#include <QLabel>
#include <QStandardItemModel>
#include <QThreadPool>
#include <QTreeView>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "widgets/panels/linked_state.h"
#include "widgets/panels/number_text.h"
#include "widgets/panels/panel.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

constexpr int layerRole = Qt::UserRole + 1; // index into attentionLayers(); -1: the panels cannot show it
constexpr int headRole = Qt::UserRole + 2;
constexpr int sortRole = Qt::UserRole + 3;

QStandardItem* numberItem(std::optional<double> value) {
    auto* item = new QStandardItem(value ? numberText(*value) : QStringLiteral("–"));
    // What has no value sorts below all that have one.
    item->setData(value.value_or(-1e300), sortRole);
    item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    if (value)
        item->setToolTip(QLocale().toString(*value, 'g', 9));
    return item;
}

// The index by which the panels know the layer of a map; -1 where they show it in none.
int layerOf(const std::vector<numerics::AttentionLayer>& layers, const AttentionMap* map) {
    for (std::size_t i = 0; i < layers.size(); ++i)
        if (std::find(layers[i].maps.begin(), layers[i].maps.end(), map) != layers[i].maps.end())
            return static_cast<int>(i);
    return -1;
}

} // namespace

AttentionOverviewView::AttentionOverviewView(LinkedState& state, QWidget* parent)
    : View(state, parent)
    , m_post(this)
    , m_model(new QStandardItemModel(0, columnCount, this))
    , m_table(new QTreeView(this))
    , m_tools(new QLabel(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_table);
    m_model->setSortRole(sortRole);
    m_table->setModel(m_model);
    m_table->setSortingEnabled(true);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setRootIsDecorated(false);
    m_table->setUniformRowHeights(true);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setFont(theme::font(theme::Role::Secondary));
    m_table->header()->setFont(theme::font(theme::Role::Hint));
    m_table->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->header()->setSectionResizeMode(Map, QHeaderView::Stretch);
    m_table->header()->setStretchLastSection(false);
    m_tools->setFont(theme::font(theme::Role::Hint));
    setInk(m_tools, InkRole::Ink2);
    connect(m_table, &QTreeView::clicked, this, [this](const QModelIndex& index) { open(index.row()); });
    connect(m_table, &QTreeView::activated, this, [this](const QModelIndex& index) { open(index.row()); });
    retranslate();
}

AttentionOverviewView::~AttentionOverviewView() {
    m_stop.request_stop();
}

QWidget* AttentionOverviewView::tools() {
    return m_tools;
}

void AttentionOverviewView::retranslate() {
    const QStringList titles{tr("map"),      tr("head"), tr("entropy"),    tr("cross-modal"),
                             tr("distance"), tr("sink"), tr("z (entropy)")};
    const QStringList tips{tr("Trace name of the attention map"),
                           tr("Counted from 1"),
                           tr("Mean entropy of a row, divided by its largest: 0 looks at one thing, 1 at all alike"),
                           tr("Share of the attention that ends on another modality"),
                           tr("Mean distance between what looks and what it looks at within a modality, in patches, "
                              "tokens or frames"),
                           tr("Largest share of all attention that one token receives"),
                           tr("Entropy in standard deviations from the mean of all heads")};
    m_model->setHorizontalHeaderLabels(titles);
    for (int column = 0; column < columnCount; ++column)
        m_model->setHeaderData(column, Qt::Horizontal, tips[column], Qt::ToolTipRole);
    m_table->setAccessibleName(tr("Statistics of all heads"));
    m_tools->setText(tr("%n heads", nullptr, m_model->rowCount()));
}

void AttentionOverviewView::showEvent(QShowEvent*) {
    compute();
}

void AttentionOverviewView::refresh() {
    if (isVisible())
        compute();
}

void AttentionOverviewView::compute() {
    const std::shared_ptr<const RunResult> result = state().session().result();
    if (result == m_counted)
        return;
    m_stop.request_stop();
    m_stop = {};
    m_counted = result;
    m_model->setRowCount(0);
    m_tools->setText({});
    if (!result)
        return;
    QThreadPool::globalInstance()->start([this, post = m_post, result, stop = m_stop.get_token()] {
        auto entries = numerics::allHeadStatistics(*result, stop);
        if (stop.stop_requested())
            return;
        // Posted work is dropped where this view is gone.
        post([this, result, stop, entries = std::move(entries)] {
            if (!stop.stop_requested())
                fill(*result, entries);
        });
    });
}

void AttentionOverviewView::addRow(const numerics::HeadEntry& entry, double zScore, int layer) {
    auto* map = new QStandardItem(QString::fromStdString(entry.map->name));
    map->setData(QString::fromStdString(entry.map->name), sortRole);
    map->setData(layer, layerRole);
    map->setData(entry.head, headRole);
    map->setToolTip(layer < 0 ? tr("%1: this map joins nothing that the panels show").arg(map->text()) : map->text());
    auto* head = new QStandardItem(QString::number(entry.head + 1));
    head->setData(entry.head, sortRole);
    head->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    const numerics::HeadStatistics& statistics = entry.statistics;
    m_model->appendRow({map, head, numberItem(statistics.entropy), numberItem(statistics.crossModal),
                        numberItem(statistics.distance), numberItem(statistics.sink), numberItem(zScore)});
}

void AttentionOverviewView::fill(const RunResult& result, const std::vector<numerics::HeadEntry>& entries) {
    std::vector<double> entropies;
    for (const numerics::HeadEntry& entry : entries)
        entropies.push_back(entry.statistics.entropy);
    const std::vector<double> scores = numerics::zScores(entropies);
    const std::vector<numerics::AttentionLayer> layers = numerics::attentionLayers(result);
    m_table->setSortingEnabled(false);
    m_model->setRowCount(0);
    for (std::size_t i = 0; i < entries.size(); ++i)
        addRow(entries[i], scores[i], layerOf(layers, entries[i].map));
    m_table->setSortingEnabled(true);
    m_tools->setText(tr("%n heads", nullptr, m_model->rowCount()));
}

void AttentionOverviewView::open(int row) {
    const QStandardItem* item = m_model->item(row, Map);
    const int layer = item->data(layerRole).toInt();
    if (layer < 0)
        return;
    DisplayValues values = state().display();
    values.method = "attention";
    values.layer = layer;
    values.headMode = DisplayValues::HeadMode::One;
    values.head = item->data(headRole).toInt();
    state().session().display().set(values);
}

} // namespace triptych::widgets
