// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/causes/causes_view.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPixmap>
#include <QPushButton>
#include <QRegularExpressionValidator>
#include <QScrollArea>
#include <QStyle>
#include <QVBoxLayout>
#include <algorithm>
#include <iterator>

#include "widgets/controls/engine_words.h"
#include "widgets/controls/target_words.h"
#include "widgets/models/sample_model.h"
#include "widgets/panels/linked_state.h"
#include "widgets/panels/panel.h"
#include "widgets/panels/quiet_scroll_area.h"
#include "widgets/theme/theme.h"
#include "widgets/views/causes/intervention_choices.h"
#include "widgets/views/causes/intervention_list.h"
#include "widgets/views/causes/score_change.h"
#include "widgets/views/causes/study_panel.h"

namespace triptych::widgets {

namespace {

constexpr int leftWidth = 268;
constexpr int roomyWidth = 440;
constexpr int widestTitle = 400; // px, of a sample in its menu

} // namespace

CausesView::CausesView(LinkedState& state, QWidget* parent)
    : View(state, parent)
    , m_selected(new QLabel)
    , m_knockOut(makeButton("knockOut"))
    , m_erase(makeButton("erase"))
    , m_swap(makeButton("swap"))
    , m_word(new QLineEdit)
    , m_head(makeButton("head"))
    , m_patch(makeButton("patch"))
    , m_donors(new QMenu(m_patch))
    , m_actions(new QWidget)
    , m_change(new ScoreChange)
    , m_empty(new QLabel)
    , m_list(new InterventionList(state))
    , m_clear(makeButton("clear"))
    , m_study(new StudyPanel(state)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(theme::metric::listPadding, theme::metric::grid, theme::metric::listPadding,
                            theme::metric::grid);
    row->setSpacing(theme::metric::outer);
    auto* left = new QWidget;
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins({});
    column->setSpacing(theme::metric::inner);
    m_selected->setFont(theme::font(theme::Role::Secondary));
    m_selected->setWordWrap(true);
    column->addWidget(m_selected);
    auto* actions = new QGridLayout(m_actions);
    actions->setContentsMargins({});
    actions->setSpacing(theme::metric::inner);
    actions->addWidget(m_knockOut, 0, 0);
    actions->addWidget(m_erase, 0, 1);
    actions->addWidget(m_swap, 1, 0);
    actions->addWidget(m_head, 1, 1);
    actions->addWidget(m_patch, 2, 0, 1, 2);
    m_patch->setMenu(m_donors);
    column->addWidget(m_actions);
    m_word->setValidator(new QRegularExpressionValidator(QRegularExpression(QStringLiteral("\\S+")), m_word));
    m_word->hide();
    column->addWidget(m_word);
    column->addWidget(m_change);
    m_empty->setFont(theme::font(theme::Role::Hint));
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignTop);
    setInk(m_empty, InkRole::Ink2);
    column->addWidget(m_empty);
    column->addWidget(m_list);
    column->addStretch();
    m_scroll = new QuietScrollArea(left);
    row->addWidget(m_scroll, 2);
    row->addWidget(m_study, 3);

    connect(m_knockOut, &QPushButton::clicked, this, [this] {
        if (auto knock = knockOutOf(this->state()))
            apply({std::move(*knock)});
    });
    connect(m_erase, &QPushButton::clicked, this, [this] {
        std::vector<Erase> erasures = erasuresOf(this->state());
        apply({std::make_move_iterator(erasures.begin()), std::make_move_iterator(erasures.end())});
    });
    connect(m_swap, &QPushButton::clicked, this, [this] {
        m_word->show();
        m_word->setFocus();
    });
    connect(m_word, &QLineEdit::returnPressed, this, &CausesView::swapWord);
    connect(m_head, &QPushButton::clicked, this, &CausesView::removeHead);
    connect(m_donors, &QMenu::aboutToShow, this, &CausesView::listDonors);
    connect(m_clear, &QPushButton::clicked, this, &CausesView::clearAll);
    connect(&state.session(), &Session::runSettingsChanged, this, &CausesView::showChange);
    connect(&state, &LinkedState::resultChanged, this, &CausesView::showChange);
    retranslate();
}

// What is changed and what that does goes before studies.
void CausesView::resizeEvent(QResizeEvent* event) {
    m_study->setVisible(width() >= roomyWidth);
    View::resizeEvent(event);
}

QWidget* CausesView::tools() {
    return m_clear;
}

QPushButton* CausesView::makeButton(const char* name) {
    auto* button = new QPushButton(this);
    button->setObjectName(QString::fromLatin1(name));
    button->setFixedHeight(theme::metric::compact);
    return button;
}

void CausesView::retranslate() {
    m_knockOut->setText(tr("Knock out the look"));
    m_erase->setText(tr("Erase"));
    m_swap->setText(tr("Swap the word…"));
    m_head->setText(tr("Remove the head"));
    m_patch->setText(tr("Take it from another sample"));
    m_clear->setText(tr("Clear all"));
    setTip(m_clear, tr("Take back all interventions"));
    m_word->setPlaceholderText(tr("another word, then Enter"));
    m_empty->setText(tr("Nothing is changed. Click a word, then knock out its look at the region that lights up; the "
                        "score before and after stands here."));
    // Buttons are never cut; their column scrolls downwards only.
    const int buttons = m_actions->minimumSizeHint().width() + style()->pixelMetric(QStyle::PM_ScrollBarExtent);
    m_scroll->setMinimumWidth(buttons);
    m_scroll->setMaximumWidth(std::max(buttons, leftWidth));
    m_study->retranslate();
    showSelection();
    showChange();
}

void CausesView::showSelection() {
    const auto knock = knockOutOf(state());
    const auto erasures = erasuresOf(state());
    QStringList selected;
    for (const Erase& erase : erasures)
        selected << describe(erase.units, state().result());
    m_selected->setText(
        knock
            ? tr("%1 looks at %2").arg(describe(*knock->from, state().result()), describe(knock->to, state().result()))
        : selected.isEmpty() ? tr("Nothing is selected.")
                             : selected.join(QStringLiteral(" · ")));
    m_knockOut->setEnabled(knock.has_value());
    setTip(m_knockOut, knock
                           ? tr("In all layers and heads, as if it had been masked")
                           : tr("Click a word or a moment first; shift-click or drag a region to choose another one"));
    m_erase->setEnabled(!erasures.empty());
    setTip(m_erase, erasures.empty() ? tr("Click words, patches or moments first")
                                     : tr("Words become unknown, patches grey, moments silent"));
    m_swap->setEnabled(wordToSwap(state()) >= 0);
    setTip(m_swap, tr("Writes the one selected word anew"));
    if (!m_swap->isEnabled())
        m_word->hide();
    const SampleModel* samples = state().session().samples();
    m_patch->setEnabled(!erasures.empty() && samples && samples->entries().size() > 1);
    setTip(m_patch, m_patch->isEnabled()
                        ? tr("What the model computed there for another sample takes the place of its own: in all "
                             "layers, or in the layer of raw attention that is shown")
                        : tr("Click words, patches or moments first"));
    m_head->setEnabled(!shownHead(state()).empty());
    setTip(m_head, m_head->isEnabled() ? tr("The head of the layer that is shown passes nothing on")
                                       : tr("Show one head of raw attention first: click it in Layers × heads"));
    const auto buttons = m_actions->findChildren<QPushButton*>();
    m_actions->setVisible(std::ranges::any_of(buttons, &QWidget::isEnabled));
}

void CausesView::showChange() {
    const auto& interventions = state().session().runSettings().interventions;
    const RunResult* result = state().result();
    const bool isKnown = result && result->targetBefore && !interventions.empty();
    m_change->setVisible(!interventions.empty());
    m_change->setValues(isKnown ? std::optional(ScoreChange::Values{targetLabel(result->target, result->inputs),
                                                                    *result->targetBefore, result->targetValue})
                                : std::nullopt);
    m_empty->setVisible(interventions.empty());
    m_list->setVisible(!interventions.empty());
    m_clear->setEnabled(!interventions.empty());
    m_list->refresh();
    m_study->refresh();
}

void CausesView::apply(std::vector<Intervention> more) {
    RunSettings settings = state().session().runSettings();
    for (Intervention& one : more)
        addTo(settings.interventions, std::move(one));
    state().session().setRunSettings(std::move(settings));
}

void CausesView::removeHead() {
    std::vector<ScaleHeads> heads = shownHead(state());
    apply({std::make_move_iterator(heads.begin()), std::make_move_iterator(heads.end())});
}

void CausesView::swapWord() {
    const int word = wordToSwap(state());
    const std::string by = m_word->text().toStdString();
    m_word->hide();
    m_word->clear();
    if (word >= 0 && !by.empty())
        apply({SwapWord{word, by}});
}

void CausesView::listDonors() {
    m_donors->clear();
    const SampleModel* samples = state().session().samples();
    for (int row = 0; samples && row < samples->rowCount(); ++row) {
        const projects::SampleEntry& entry = samples->entry(row);
        if (entry.sample.id == state().session().entry().sample.id)
            continue;
        const QModelIndex index = samples->index(row);
        const QString text =
            fontMetrics().elidedText(index.data(SampleModel::TextRole).toString(), Qt::ElideRight, widestTitle);
        QAction* action =
            m_donors->addAction(QStringLiteral("%1   %2").arg(index.data(Qt::DisplayRole).toString(), text));
        action->setIcon(QPixmap::fromImage(index.data(SampleModel::ThumbnailRole).value<QImage>()));
        connect(action, &QAction::triggered, this, [this, sample = entry.sample] {
            std::vector<PatchActivation> patches = patchesFrom(sample, this->state());
            apply({std::make_move_iterator(patches.begin()), std::make_move_iterator(patches.end())});
        });
    }
}

void CausesView::clearAll() {
    RunSettings settings = state().session().runSettings();
    settings.interventions.clear();
    state().session().setRunSettings(std::move(settings));
}

} // namespace triptych::widgets
