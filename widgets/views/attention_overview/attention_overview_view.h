// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <stop_token>
#include <vector>

#include "inference/numerics/head_statistics.h"
#include "widgets/session/gui_post.h"
#include "widgets/views/view.h"

class QLabel;
class QStandardItem;
class QStandardItemModel;
class QTreeView;

namespace triptych::widgets {

// Every head of every watched map with its statistics, sortable; a click opens the map of a head that the panels can
// show. The numbers are computed on a thread of their own, once per result.
class AttentionOverviewView : public View {
    Q_OBJECT

public:
    explicit AttentionOverviewView(LinkedState& state, QWidget* parent = nullptr);
    ~AttentionOverviewView() override;

    [[nodiscard]] QWidget* tools() override;
    [[nodiscard]] QTreeView& table() const { return *m_table; }

protected:
    void retranslate() override;
    void refresh() override;
    void showEvent(QShowEvent* event) override;

private:
    enum Column { Map, Head, Entropy, CrossModal, Distance, Sink, Outlier, columnCount };

    void compute();
    void fill(const RunResult& result, const std::vector<numerics::HeadEntry>& entries);
    void addRow(const numerics::HeadEntry& entry, double zScore, int layer);
    void open(int row);

    GuiPost m_post;
    std::shared_ptr<const RunResult> m_counted; // that the table belongs to
    std::stop_source m_stop;
    QStandardItemModel* m_model;
    QTreeView* m_table;
    QLabel* m_tools;
};

} // namespace triptych::widgets
