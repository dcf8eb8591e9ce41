// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compare/grid_controls.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <algorithm>

#include "widgets/controls/segmented_button.h"
#include "widgets/panels/panel.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

// A menu is no place for thousands of samples; those around the current choice are offered.
constexpr int mostInMenu = 24;
constexpr int roomyWidth = 840;

} // namespace

GridControls::GridControls(Comparison& comparison, QWidget* parent)
    : QWidget(parent)
    , m_comparison(comparison)
    , m_rows()
    , m_columns()
    , m_rangeLabel(new QLabel)
    , m_range(new SegmentedButton)
    , m_scaleLabel(new QLabel)
    , m_scale(new SegmentedButton) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::metric::inner);
    m_rows = addAxis(true);
    row->addSpacing(theme::metric::inner);
    m_columns = addAxis(false);
    row->addStretch(1);
    for (QLabel* label : {m_rangeLabel, m_scaleLabel}) {
        setInk(label, InkRole::Ink2);
        label->hide();
    }
    row->addWidget(m_rangeLabel);
    row->addWidget(m_range);
    row->addSpacing(theme::metric::inner);
    row->addWidget(m_scaleLabel);
    row->addWidget(m_scale);
    connect(m_range, &SegmentedButton::chosen, this, [this](int index) {
        m_comparison.setRange(index == 0 ? Comparison::Range::Shared : Comparison::Range::PerCell);
    });
    connect(m_scale, &SegmentedButton::chosen, this,
            [this](int index) { m_comparison.setScale(index == 0 ? MapScale::TimesEven : MapScale::Raw); });
    connect(&comparison, &Comparison::gridChanged, this, &GridControls::refresh);
    connect(&comparison, &Comparison::changed, this, &GridControls::refresh);
    retranslate();
}

GridControls::AxisBox GridControls::addAxis(bool isRow) {
    const AxisBox axis{new QLabel, new QComboBox, new QPushButton, new QMenu(this)};
    setInk(axis.label, InkRole::Ink2);
    axis.label->setBuddy(axis.variation);
    axis.values->setMenu(axis.menu);
    axis.values->setFixedHeight(theme::metric::control);
    layout()->addWidget(axis.label);
    layout()->addWidget(axis.variation);
    layout()->addWidget(axis.values);
    connect(axis.variation, &QComboBox::activated, this, [this, isRow](int index) {
        const Variation variation = allVariations[static_cast<std::size_t>(index)];
        isRow ? m_comparison.setRows(variation) : m_comparison.setColumns(variation);
    });
    connect(axis.menu, &QMenu::aboutToShow, this, [this, isRow] { fillMenu(isRow ? m_rows : m_columns, isRow); });
    return axis;
}

void GridControls::fillMenu(const AxisBox& axis, bool isRow) {
    axis.menu->clear();
    const std::vector<VariationValue> all = m_comparison.choices(plan(isRow).variation);
    const std::vector<VariationValue>& shown = plan(isRow).values;
    const auto first =
        shown.empty() ? all.begin() : std::max(all.begin(), std::find(all.begin(), all.end(), shown.front()) - 2);
    const int most = isRow ? m_comparison.mostRows() : m_comparison.mostColumns();
    int count = 0;
    for (auto value = first == all.end() ? all.begin() : first; value != all.end() && count < mostInMenu;
         ++value, ++count) {
        QAction* action = axis.menu->addAction(value->label.left(60));
        action->setCheckable(true);
        const bool on = std::find(shown.begin(), shown.end(), *value) != shown.end();
        action->setChecked(on);
        // One stays, and no more than fit into the grid.
        action->setEnabled(on ? shown.size() > 1 : static_cast<int>(shown.size()) < most);
        connect(action, &QAction::toggled, this,
                [this, isRow, id = value->id](bool checked) { toggleValue(isRow, id, checked); });
    }
    QAction* note = axis.menu->addAction(tr("Up to %n cells in all", nullptr, Comparison::mostCells));
    note->setEnabled(false);
}

void GridControls::toggleValue(bool isRow, const QString& id, bool on) {
    std::vector<QString> ids;
    for (const VariationValue& value : plan(isRow).values)
        if (value.id != id)
            ids.push_back(value.id);
    if (on)
        ids.push_back(id);
    isRow ? m_comparison.chooseRows(ids) : m_comparison.chooseColumns(ids);
}

void GridControls::refreshAxis(const AxisBox& axis, const AxisPlan& plan) {
    const auto found = std::find(allVariations.begin(), allVariations.end(), plan.variation);
    axis.variation->setCurrentIndex(static_cast<int>(found - allVariations.begin()));
    axis.values->setText(tr("%1 of %2").arg(plan.values.size()).arg(m_comparison.choices(plan.variation).size()));
}

void GridControls::refresh() {
    refreshAxis(m_rows, m_comparison.rows());
    refreshAxis(m_columns, m_comparison.columns());
    m_range->setCurrent(m_comparison.range() == Comparison::Range::Shared ? 0 : 1);
    m_scale->setCurrent(m_comparison.scale() == MapScale::TimesEven ? 0 : 1);
}

void GridControls::retranslate() {
    m_rows.label->setText(tr("Rows"));
    m_columns.label->setText(tr("Columns"));
    for (const AxisBox& axis : {m_rows, m_columns}) {
        axis.variation->clear();
        for (const Variation variation : allVariations)
            axis.variation->addItem(variationLabel(variation));
        setTip(axis.values, tr("Choose what is shown"));
    }
    m_rows.variation->setAccessibleName(tr("What the rows run through"));
    m_columns.variation->setAccessibleName(tr("What the columns run through"));
    m_rangeLabel->setText(tr("Range"));
    m_range->setOptions({tr("shared"), tr("per cell")});
    m_range->setToolTips({tr("One colour range for the whole grid"), tr("A colour range for each cell")});
    m_scaleLabel->setText(tr("Values"));
    m_scale->setOptions({tr("relative"), tr("raw")});
    m_scale->setToolTips({tr("Relative to a map that is even everywhere: 1 is as much as there, 2 twice as much; "
                             "comparable across methods and grids"),
                          tr("The method's own values: comparable where cells share method and model")});
    refresh();
}

void GridControls::resizeEvent(QResizeEvent*) {
    // The choices explain themselves; their names give way first.
    for (QLabel* label : {m_rangeLabel, m_scaleLabel})
        label->setVisible(width() >= roomyWidth);
}

void GridControls::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace triptych::widgets
