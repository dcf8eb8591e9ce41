// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/explanation_dock.h"

#include <QEvent>
#include <QFrame>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include "widgets/panels/linked_state.h"
#include "widgets/panels/panel.h"
#include "widgets/shell/colour_section.h"
#include "widgets/shell/method_section.h"
#include "widgets/shell/quality_section.h"
#include "widgets/shell/rule.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {

namespace {

// Never narrower than its sections. The scroll bar takes its room from their right margin, so that they keep their
// width.
class SectionScroll : public QScrollArea {
public:
    explicit SectionScroll(QWidget& sections) {
        setWidget(&sections);
        setWidgetResizable(true);
        setFrameShape(QFrame::NoFrame);
        setFocusPolicy(Qt::NoFocus);
        setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        connect(verticalScrollBar(), &QScrollBar::rangeChanged, this, [this](int from, int to) {
            const int bar = to > from ? verticalScrollBar()->sizeHint().width() : 0;
            QMargins margins = widget()->layout()->contentsMargins();
            margins.setRight(theme::metric::formPadding - bar);
            widget()->layout()->setContentsMargins(margins);
        });
    }

    [[nodiscard]] QSize minimumSizeHint() const override {
        const int margin = widget()->layout()->contentsMargins().right();
        return {widget()->minimumSizeHint().width() + theme::metric::formPadding - margin, 0};
    }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (watched == widget() && event->type() == QEvent::LayoutRequest)
            updateGeometry();
        return QScrollArea::eventFilter(watched, event);
    }
};

} // namespace

ExplanationDock::ExplanationDock(LinkedState& state, QWidget* parent)
    : Dock(QStringLiteral("explanation"), parent)
    , m_copy(new QPushButton)
    , m_export(new QPushButton) {
    layOut(state);
    m_copy->setIcon(theme::icon(QStringLiteral("copy")));
    m_export->setIcon(theme::icon(QStringLiteral("export")));
    connect(m_copy, &QPushButton::clicked, this, &ExplanationDock::copyFigureAsked);
    connect(m_export, &QPushButton::clicked, this, &ExplanationDock::exportFigureAsked);
    const auto enable = [this, &state] {
        m_copy->setEnabled(state.result() != nullptr);
        m_export->setEnabled(state.result() != nullptr);
    };
    connect(&state, &LinkedState::resultChanged, this, enable);
    enable();
    retranslate();
}

void ExplanationDock::layOut(LinkedState& state) {
    using namespace theme::metric;
    auto* sections = new QWidget;
    auto* layout = new QVBoxLayout(sections);
    layout->setContentsMargins(formPadding, inner, formPadding, outer);
    layout->setSpacing(outer);
    layout->addWidget(new MethodSection(state.session(), sections));
    layout->addWidget(new Rule(sections));
    layout->addWidget(new ColourSection(state.session(), sections));
    layout->addWidget(new Rule(sections));
    layout->addWidget(new QualitySection(state, sections));
    layout->addStretch();

    auto* scroll = new SectionScroll(*sections);
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(scroll, 1);
    column->addWidget(new Rule(content));
    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(formPadding, listPadding, formPadding, listPadding);
    buttons->setSpacing(inner);
    buttons->addWidget(m_copy);
    buttons->addWidget(m_export);
    column->addLayout(buttons);
    content->setMinimumWidth(264);
    setWidget(content);
}

void ExplanationDock::retranslate() {
    setTitle(tr("Explanation"));
    m_copy->setText(tr("Copy"));
    m_export->setText(tr("Figure"));
    setTip(m_copy, tr("Copy the figure to the clipboard (Ctrl+C)"));
    setTip(m_export, tr("Save the figure as PNG, PDF or SVG at a chosen size"));
    m_copy->setAccessibleName(tr("Copy figure"));
    m_export->setAccessibleName(tr("Export figure"));
}

void ExplanationDock::changeEvent(QEvent* event) {
    Dock::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace triptych::widgets
