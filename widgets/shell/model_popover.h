// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

#include "widgets/models/model_list_model.h"

class QLabel;
class QListView;
class QPushButton;

namespace triptych::widgets {

class ModelLibrary;

// The models below the toolbar's button: Return takes one, Delete frees its memory or forgets its folder.
class ModelPopover : public QFrame {
    Q_OBJECT

public:
    ModelPopover(ModelLibrary& library, QWidget* parent);

    // Below a button, its left edges aligned.
    void openBelow(const QWidget& button);
    [[nodiscard]] QListView* list() const { return m_list; }

Q_SIGNALS:
    void openFolderAsked();
    void detailsAsked();
    // A missing folder was chosen.
    void relinkAsked(const QString& missing);

protected:
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void layOut();
    void retranslate();
    void refresh();
    void choose(const QModelIndex& index);
    void remove(const QModelIndex& index);

    ModelLibrary& m_library;
    ModelListModel m_rows;
    QListView* m_list;
    QLabel* m_budget;
    QPushButton* m_openFolder;
    QPushButton* m_details;
};

} // namespace triptych::widgets
