// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <memory>

#include "inference/contract/inference_service.h"
#include "widgets/models/tensor_filter.h"
#include "widgets/models/tensor_tree_model.h"
#include "widgets/session/gui_post.h"

class QGridLayout;
class QLabel;
class QLineEdit;
class QTimer;
class QTreeView;

namespace triptych::widgets {

class HistogramView;
class ModelLibrary;

// What the model in use is: its facts, its modules and tensors, and the values of the chosen one. Not modal; follows
// the model in use.
class ModelDialog : public QDialog {
    Q_OBJECT

public:
    ModelDialog(InferenceService& service, ModelLibrary& library, QWidget* parent);

    [[nodiscard]] QTreeView* tree() const { return m_tree; }
    [[nodiscard]] QLineEdit* search() const { return m_search; }
    [[nodiscard]] HistogramView* histogram() const { return m_histogram; }
    // Selects a tensor and shows its values.
    void chooseTensor(const QString& name);

protected:
    void changeEvent(QEvent* event) override;

private:
    void layOut();
    void retranslate();
    void refresh();
    void addFact(const QString& label, const QString& value);
    void filter();
    void onChosen();
    void askHistogram();

    InferenceService& m_service;
    ModelLibrary& m_library;
    GuiPost m_post;
    TensorTreeModel m_tensors;
    TensorFilter m_filter;
    QLabel* m_title;
    QLabel* m_place;
    QWidget* m_facts;
    QGridLayout* m_factsGrid;
    QLineEdit* m_search;
    QTreeView* m_tree;
    QLabel* m_tensorName;
    HistogramView* m_histogram;
    QTimer* m_delay;
    QString m_model;  // whose tensors are shown
    QString m_tensor; // whose values are shown or asked for
    bool m_isAsking = false;
};

} // namespace triptych::widgets
