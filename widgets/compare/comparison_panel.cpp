// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compare/comparison_panel.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

#include "widgets/compare/agreement_matrix.h"
#include "widgets/compare/compare_cell.h"
#include "widgets/compare/difference_view.h"
#include "widgets/controls/segmented_button.h"
#include "widgets/panels/expand_button.h"
#include "widgets/panels/number_text.h"
#include "widgets/panels/panel.h"
#include "widgets/panels/view_window.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {

ComparisonPanel::ComparisonPanel(Comparison& comparison, QWidget* parent)
    : QWidget(parent)
    , m_comparison(comparison)
    , m_title(new QLabel)
    , m_first(new QComboBox)
    , m_minus(new QLabel)
    , m_swap(new QToolButton)
    , m_second(new QComboBox)
    , m_difference(new DifferenceView(comparison))
    , m_agreementTitle(new QLabel)
    , m_measure(new SegmentedButton)
    , m_matrix(new AgreementMatrix(comparison))
    , m_figures(new QLabel)
    , m_note(new QLabel) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(theme::metric::formPadding, theme::metric::grid, theme::metric::formPadding,
                               theme::metric::inner);
    column->setSpacing(theme::metric::inner);
    addPair(column);
    column->addWidget(m_difference, 1);
    addAgreement(column);
    connect(&comparison, &Comparison::gridChanged, this, &ComparisonPanel::fillBoxes);
    connect(&comparison, &Comparison::changed, this, &ComparisonPanel::refresh);
    connect(&theme::notifier(), &theme::Notifier::changed, this, qOverload<>(&QWidget::update));
    retranslate();
}

void ComparisonPanel::addPair(QVBoxLayout* column) {
    m_title->setFont(theme::font(theme::Role::DockTitle));
    setInk(m_title, InkRole::Ink);
    setInk(m_minus, InkRole::Ink2);
    m_swap->setIcon(theme::icon(QStringLiteral("sort")));
    m_swap->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_swap->setAutoRaise(true);
    auto* between = new QHBoxLayout;
    between->addWidget(m_minus);
    between->addStretch();
    between->addWidget(m_swap);
    for (QComboBox* box : {m_first, m_second})
        box->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    auto* header = new QHBoxLayout;
    header->addWidget(m_title, 1);
    header->addWidget(new ExpandButton(*this));
    header->addWidget(new WindowButton(*this));
    column->addLayout(header);
    column->addWidget(m_first);
    column->addLayout(between);
    column->addWidget(m_second);
    connect(m_first, &QComboBox::activated, &m_comparison, &Comparison::setFirst);
    connect(m_second, &QComboBox::activated, &m_comparison, &Comparison::setSecond);
    connect(m_swap, &QToolButton::clicked, &m_comparison, &Comparison::swapPair);
}

void ComparisonPanel::addAgreement(QVBoxLayout* column) {
    m_agreementTitle->setFont(theme::font(theme::Role::DockTitle));
    setInk(m_agreementTitle, InkRole::Ink);
    auto* header = new QHBoxLayout;
    header->addWidget(m_agreementTitle);
    header->addStretch();
    header->addWidget(m_measure);
    for (QLabel* label : {m_figures, m_note}) {
        label->setFont(theme::font(theme::Role::Hint));
        label->setWordWrap(true);
    }
    setInk(m_figures, InkRole::Ink);
    setInk(m_note, InkRole::Ink3);
    column->addLayout(header);
    column->addWidget(m_matrix);
    column->addWidget(m_figures);
    column->addWidget(m_note);
    connect(m_measure, &SegmentedButton::chosen, this, [this](int index) {
        m_matrix->setMeasure(index == 0 ? AgreementMeasure::RankCorrelation : AgreementMeasure::TopShared);
    });
}

void ComparisonPanel::fillBoxes() {
    for (QComboBox* box : {m_first, m_second}) {
        box->clear();
        for (int i = 0; i < m_comparison.count(); ++i) {
            const CellPlan& plan = m_comparison.cells()[static_cast<std::size_t>(i)].plan;
            box->addItem(tr("%1 · %2 · %3", "letter, row, column").arg(CompareCell::letter(i), plan.row, plan.column));
        }
    }
    refresh();
}

void ComparisonPanel::refresh() {
    m_first->setCurrentIndex(m_comparison.first());
    m_second->setCurrentIndex(m_comparison.second());
    const numerics::MapPair pair = m_comparison.pair(m_comparison.first(), m_comparison.second());
    const auto text = [&](AgreementMeasure measure) {
        const auto value = agreementOf(pair, measure);
        return value ? numberText(*value) : tr("none");
    };
    m_figures->setText(tr("%1 and %2: Spearman %3, strongest tenth shared %4 (by chance 0.1)")
                           .arg(CompareCell::letter(m_comparison.first()),
                                CompareCell::letter(std::max(0, m_comparison.second())),
                                text(AgreementMeasure::RankCorrelation), text(AgreementMeasure::TopShared)));
    m_figures->setVisible(!pair.empty());
    m_note->setVisible(!pair.empty());
    const QString grid =
        pair.wasSpread && pair.a.rank() == 2
            ? tr("both maps read on %1 × %2 points of the picture").arg(pair.a.extent(1)).arg(pair.a.extent(0))
            : tr("both maps on their own grid");
    m_note->setText(tr("%1, signed values kept, %2", "grid, scale")
                        .arg(grid, m_comparison.scale() == MapScale::Raw ? tr("raw values") : tr("shares of the sum")));
}

void ComparisonPanel::retranslate() {
    m_title->setText(tr("Difference").toUpper());
    setAccessibleName(tr("Difference"));
    m_minus->setText(tr("minus"));
    m_swap->setText(tr("Swap"));
    setTip(m_first, tr("A: click a cell to choose it"));
    setTip(m_second, tr("The cell that is taken away: shift-click a cell to choose it"));
    m_agreementTitle->setText(tr("Agreement").toUpper());
    m_measure->setOptions({tr("rank ρ"), tr("top 10 %")});
    m_measure->setCurrent(std::max(0, m_measure->current()));
    m_measure->setToolTips({tr("Spearman's rank correlation of two maps"),
                            tr("Share of the strongest tenth of the cells that two maps have in common")});
    fillBoxes();
}

void ComparisonPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void ComparisonPanel::paintEvent(QPaintEvent*) {
    QPainter(this).fillRect(rect(), theme::current().panel);
}

} // namespace triptych::widgets
