// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/text_panel.h"

#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QPlainTextEdit>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "widgets/controls/segmented_button.h"
#include "widgets/panels/link_sentence.h"
#include "widgets/panels/linked_state.h"
#include "widgets/panels/missing_note.h"
#include "widgets/panels/quiet_scroll_area.h"
#include "widgets/panels/text_choices.h"
#include "widgets/panels/view_window.h"
#include "widgets/panels/word_flow.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {

TextPanel::TextPanel(LinkedState& state, QWidget* parent)
    : Panel(Modality::Text, parent)
    , m_state(state)
    , m_choices(new TextChoices(state))
    , m_words(new WordFlow(state))
    , m_scroll(new QuietScrollArea(m_words))
    , m_sentence(new LinkSentence(state))
    , m_missing(new MissingNote(Modality::Text))
    , m_editor(new QPlainTextEdit)
    , m_editHint(new QLabel)
    , m_languages(new SegmentedButton)
    , m_edit(nullptr)
    , m_copy(nullptr)
    , m_expand(nullptr) {
    addToHeader(m_languages);
    m_edit = addTool(QStringLiteral("edit"));
    m_copy = addTool(QStringLiteral("copy"));
    m_expand = addTool(QStringLiteral("expand"));
    addToHeader(new WindowButton(*this));

    body()->setContentsMargins(9, 0, 9, theme::metric::inner);
    body()->addWidget(m_choices);
    body()->addWidget(m_scroll, 1);
    body()->addWidget(m_editor, 1);
    body()->addWidget(m_editHint);
    body()->addWidget(m_missing, 1);
    body()->addWidget(m_sentence);
    m_editHint->setFont(theme::font(theme::Role::Hint));
    setInk(m_editHint, InkRole::Ink2);
    m_editor->setVisible(false);
    m_editHint->setVisible(false);
    m_editor->setFrameShape(QFrame::Box);
    m_editor->setFont(theme::font(theme::Role::Chip));
    m_editor->setTabChangesFocus(true);
    m_editor->installEventFilter(this);

    connect(m_words, &WordFlow::editRequested, this, &TextPanel::beginEdit);
    connect(m_edit, &QToolButton::clicked, this, &TextPanel::beginEdit);
    connect(m_languages, &SegmentedButton::chosen, &state.session(), &Session::chooseText);
    connect(m_copy, &QToolButton::clicked, this, &TextPanel::copyRequested);
    connect(m_expand, &QToolButton::clicked, this, &TextPanel::expandRequested);
    connect(&state, &LinkedState::resultChanged, this, &TextPanel::refresh);
    connect(&state.session(), &Session::sampleChanged, this, &TextPanel::refreshLanguages);
    retranslate();
}

void TextPanel::retranslate() {
    setTitle(tr("Text"));
    setTip(m_edit, tr("Edit the text (F2)"));
    setTip(m_copy, tr("Copy the figure"));
    setTip(m_expand, tr("Full screen"));
    m_words->setAccessibleName(tr("Words: arrow keys step, Return pins"));
    m_editor->setAccessibleName(tr("Text of the sample"));
    m_editor->setToolTip(tr("Return runs with this text, Escape leaves it as it was."));
    m_editHint->setText(tr("Enter applies, Esc cancels"));
    refresh();
    refreshLanguages();
}

QRectF TextPanel::chipRect(int word, const QWidget* widget) const {
    const QRectF chip = m_words->chipRect(word);
    const QPoint offset = m_words->mapTo(m_scroll->viewport(), QPoint());
    if (chip.isEmpty() || !m_words->isVisible() ||
        !QRectF(m_scroll->viewport()->rect()).intersects(chip.translated(offset)))
        return {};
    return chip.translated(m_words->mapTo(widget, QPoint()));
}

QRegion TextPanel::chips(const QWidget* widget) const {
    if (!m_words->isVisible())
        return {};
    const QRegion seen = m_words->chips().translated(m_words->mapTo(m_scroll->viewport(), QPoint())) &
                         QRegion(m_scroll->viewport()->rect());
    return seen.translated(m_scroll->viewport()->mapTo(widget, QPoint()));
}

void TextPanel::refresh() {
    const bool missing = m_state.isMissing(Modality::Text);
    const bool editing = m_editor->isVisibleTo(this);
    m_scroll->setVisible(!missing && !editing);
    m_missing->setVisible(missing && !editing);
    m_state.describeMissing(*m_missing);
    m_editHint->setVisible(editing);
    m_sentence->setVisible(!missing && !editing);
    if (missing) {
        setFacts({});
        return;
    }
    const ShownInputs& inputs = m_state.result()->inputs;
    const auto tokens =
        std::count_if(inputs.tokens.begin(), inputs.tokens.end(), [](const Token& token) { return !token.special; });
    //: Two counts side by side: words and tokens of a text
    setFacts(tr("%1 · %2").arg(tr("%n words", nullptr, static_cast<int>(inputs.words.size())),
                               tr("%n tokens", nullptr, static_cast<int>(tokens))));
}

void TextPanel::refreshLanguages() {
    const projects::SampleEntry& entry = m_state.session().entry();
    const std::size_t count = entry.sample.of(Modality::Text).size();
    QStringList names;
    for (std::size_t i = 0; i < count; ++i) {
        const std::string code = i < entry.languages.size() ? entry.languages[i] : std::string();
        const QLocale locale(QString::fromStdString(code));
        names << (code.empty()                            ? tr("Text %1").arg(i + 1)
                  : locale.language() == QLocale::English ? QStringLiteral("English")
                  : locale.language() == QLocale::Chinese ? QStringLiteral("中文")
                                                          : locale.nativeLanguageName());
    }
    // Texts that are compared with each other are listed in full instead.
    m_languages->setVisible(count > 1 && !m_choices->isNeeded());
    m_languages->setOptions(names);
    m_languages->setCurrent(m_state.session().textIndex());
}

void TextPanel::beginEdit() {
    m_editor->setPlainText(m_state.session().currentText());
    m_editor->setVisible(true);
    m_editor->selectAll();
    m_editor->setFocus();
    refresh();
    Q_EMIT viewChanged();
}

void TextPanel::endEdit(bool accept) {
    m_editor->setVisible(false);
    refresh();
    Q_EMIT viewChanged();
    m_words->setFocus();
    const QString text = m_editor->toPlainText().simplified();
    if (accept && !text.isEmpty() && text != m_state.session().currentText())
        m_state.session().editText(text);
}

bool TextPanel::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_editor && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Escape) {
            endEdit(key != Qt::Key_Escape);
            return true;
        }
    }
    return Panel::eventFilter(watched, event);
}

} // namespace triptych::widgets
