// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/command_palette.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>
#include <algorithm>

#include "widgets/panels/panel.h"
#include "widgets/shell/actions.h"
#include "widgets/theme/style_parts.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {

namespace {

constexpr int paletteWidth = 480;
constexpr int paletteHeight = 360;
constexpr int keysRole = Qt::UserRole;

bool matches(const QString& text, const QStringList& words) {
    return std::all_of(words.begin(), words.end(),
                       [&](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
}

class CommandDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const theme::Tokens& t = theme::current();
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        if (selected)
            theme::parts::box(*painter, option.rect.adjusted(4, 1, -4, -1), t.accentSoft, {},
                              theme::metric::smallRadius);
        const QRect row = option.rect.adjusted(16, 0, -16, 0);
        painter->setFont(theme::font(theme::Role::Body));
        painter->setPen(selected ? t.accent : t.ink);
        painter->drawText(row, Qt::AlignLeft | Qt::AlignVCenter, index.data().toString());
        painter->setFont(theme::font(theme::Role::Secondary));
        painter->setPen(t.ink2);
        painter->drawText(row, Qt::AlignRight | Qt::AlignVCenter, index.data(keysRole).toString());
    }
    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {0, 30}; }
};

} // namespace

CommandPalette::CommandPalette(QWidget* window)
    : QFrame(window, Qt::Popup)
    , m_search(new QLineEdit(this))
    , m_list(new QListWidget(this))
    , m_nothing(new QLabel(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->addWidget(m_search);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_nothing, 1);
    m_nothing->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    m_nothing->setMargin(theme::metric::outer);
    setInk(m_nothing, InkRole::Ink2);
    m_search->addAction(theme::icon(QStringLiteral("search"), theme::IconInk::Secondary), QLineEdit::LeadingPosition);
    m_search->installEventFilter(this);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setItemDelegate(new CommandDelegate(this));
    connect(m_search, &QLineEdit::textChanged, this, &CommandPalette::refresh);
    connect(m_search, &QLineEdit::returnPressed, this, &CommandPalette::trigger);
    connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::trigger);
}

void CommandPalette::open(const QList<QAction*>& actions) {
    m_actions = actions;
    m_search->setPlaceholderText(tr("Type a command, a method, a model or a sample"));
    m_nothing->setText(tr("Nothing matches."));
    m_search->setAccessibleName(tr("Command"));
    m_search->clear();
    refresh();
    const QWidget* window = parentWidget();
    const int width = std::min(paletteWidth, window->width() - 2 * theme::metric::outer);
    resize(width, std::min(paletteHeight, window->height() - 120));
    move(window->mapToGlobal(QPoint((window->width() - width) / 2, 72)));
    show();
    m_search->setFocus();
}

void CommandPalette::refresh() {
    m_list->clear();
    const QStringList words = m_search->text().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (int i = 0; i < m_actions.size(); ++i) {
        const QAction& action = *m_actions[i];
        const QString text = Actions::plainText(action);
        const bool waits = words.isEmpty() && action.property(findOnlyProperty).toBool();
        if (waits || !action.isEnabled() || !matches(text + QLatin1Char(' ') + action.toolTip(), words))
            continue;
        auto* item = new QListWidgetItem(text, m_list);
        item->setData(keysRole, Actions::keysOf(action));
        item->setData(keysRole + 1, i);
    }
    m_list->setCurrentRow(0);
    m_list->setVisible(m_list->count() > 0);
    m_nothing->setVisible(m_list->count() == 0);
}

void CommandPalette::trigger() {
    const QListWidgetItem* item = m_list->currentItem();
    if (!item)
        return;
    QAction* action = m_actions[item->data(keysRole + 1).toInt()];
    hide();
    action->trigger();
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Up || key->key() == Qt::Key_Down || key->key() == Qt::Key_PageUp ||
            key->key() == Qt::Key_PageDown) {
            QCoreApplication::sendEvent(m_list, event);
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

void CommandPalette::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    theme::parts::box(painter, rect(), theme::current().panel, theme::current().control, 0);
}

} // namespace triptych::widgets
