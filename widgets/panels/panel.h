// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <optional>

#include "inference/contract/modality.h"

class QHBoxLayout;
class QLabel;
class QToolButton;
class QVBoxLayout;

namespace triptych::widgets {

// The modality's mark in front of a panel's title.
class MarkLabel : public QWidget {
    Q_OBJECT

public:
    explicit MarkLabel(Modality modality, QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override { return {10, 10}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Modality m_modality;
};

// A ground with a header of 32 px: mark, title, facts, and small buttons on the right.
class Panel : public QWidget {
    Q_OBJECT

public:
    explicit Panel(std::optional<Modality> modality, QWidget* parent = nullptr);

    void setTitle(const QString& title);
    void setFacts(const QString& facts);
    [[nodiscard]] QVBoxLayout* body() const { return m_body; }
    // Adds a widget at the right end of the header.
    void addToHeader(QWidget* widget);
    // A small button with an icon of resources/icons; retranslate() names it.
    QToolButton* addTool(const QString& icon);

protected:
    // Sets every word; called when the language changes, and by the subclass's constructor.
    virtual void retranslate() = 0;
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    QLabel* m_title;
    QLabel* m_facts;
    QHBoxLayout* m_header;
    QVBoxLayout* m_body;
};

// Tool tip and accessible name in one.
void setTip(QWidget* widget, const QString& tip);

// Sets the colour of a label's text to a colour that is asked for again whenever the theme changes.
enum class InkRole { Ink, Ink2, Ink3 };
void setInk(QLabel* label, InkRole role);

} // namespace triptych::widgets
