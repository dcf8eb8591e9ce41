// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "inference/contract/run_result.h"
#include "widgets/views/view.h"

namespace triptych::widgets {

// The numbers that the model gave for this sample, as bars on one scale for each kind; the explained one is marked.
class ScoresView : public View {
    Q_OBJECT

public:
    explicit ScoresView(LinkedState& state, QWidget* parent = nullptr);

    [[nodiscard]] QSize minimumSizeHint() const override { return {200, 90}; }

    struct Bar {
        QString label;
        QString note; // what else the value is called elsewhere
        std::string scale;
        double value = 0;
        bool isTarget = false;
    };
    [[nodiscard]] const std::vector<Bar>& bars() const { return m_bars; }
    // Where a bar begins and ends, in 0..1 of the scale of its kind.
    [[nodiscard]] std::pair<double, double> extent(const Bar& bar) const;

protected:
    void retranslate() override;
    void refresh() override;
    void paintEvent(QPaintEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    void addTable(const RunResult& result, const std::string& name, const FloatArray& table);
    [[nodiscard]] double valuesWidth() const;
    [[nodiscard]] QRectF rowRect(std::size_t index) const;
    void drawBar(QPainter& painter, const QRectF& row, const Bar& bar) const;

    std::vector<Bar> m_bars;
    std::map<std::string, std::pair<double, double>> m_scales; // least and most, zero among them
};

} // namespace triptych::widgets
