// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/dialogs/shortcuts_dialog.h"

#include <QGridLayout>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

#include "widgets/panels/panel.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {

ShortcutsDialog::ShortcutsDialog(const QList<QPair<QString, QString>>& rows, QWidget* parent)
    : QDialog(parent) {
    setWindowTitle(tr("Keyboard shortcuts"));
    auto* list = new QWidget;
    auto* grid = new QGridLayout(list);
    grid->setContentsMargins(theme::metric::outer, theme::metric::outer, theme::metric::outer, theme::metric::outer);
    grid->setHorizontalSpacing(2 * theme::metric::outer);
    grid->setColumnStretch(0, 1);
    for (int row = 0; row < rows.size(); ++row) {
        auto* keys = new QLabel(rows[row].second);
        setInk(keys, InkRole::Ink2);
        grid->addWidget(new QLabel(rows[row].first), row, 0);
        grid->addWidget(keys, row, 1);
    }
    auto* scroll = new QScrollArea;
    scroll->setWidget(list);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(scroll);
    resize(460, 620);
}

} // namespace triptych::widgets
