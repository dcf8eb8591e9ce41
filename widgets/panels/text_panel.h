// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/panels/panel.h"

class QLabel;
class QPlainTextEdit;
class QScrollArea;
class QToolButton;

namespace triptych::widgets {

class LinkedState;
class LinkSentence;
class MissingNote;
class SegmentedButton;
class TextChoices;
class WordFlow;

// The words, which can be edited in place, and the sentence that says what is linked.
class TextPanel : public Panel {
    Q_OBJECT

public:
    explicit TextPanel(LinkedState& state, QWidget* parent = nullptr);

    [[nodiscard]] WordFlow* words() const { return m_words; }
    [[nodiscard]] LinkSentence* sentence() const { return m_sentence; }
    // The chip of a word in `widget`'s coordinates; empty where it is scrolled out of sight.
    [[nodiscard]] QRectF chipRect(int word, const QWidget* widget) const;
    // All chips that are seen.
    [[nodiscard]] QRegion chips(const QWidget* widget) const;

Q_SIGNALS:
    void copyRequested();
    // Words came into sight or left it: curves that end on them must follow.
    void viewChanged();
    void expandRequested();

protected:
    void retranslate() override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void refresh();
    void refreshLanguages();
    void beginEdit();
    void endEdit(bool accept);

    LinkedState& m_state;
    TextChoices* m_choices;
    WordFlow* m_words;
    QScrollArea* m_scroll;
    LinkSentence* m_sentence;
    MissingNote* m_missing;
    QPlainTextEdit* m_editor;
    QLabel* m_editHint;
    SegmentedButton* m_languages;
    QToolButton* m_edit;
    QToolButton* m_copy;
    QToolButton* m_expand;
};

} // namespace triptych::widgets
