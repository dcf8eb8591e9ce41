// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QImage>
#include <functional>
#include <memory>

#include "inference/base/error.h"
#include "inference/contract/run_result.h"

class QComboBox;
class QLabel;
class QPushButton;
class QSpinBox;

namespace triptych::widgets {

// Chooses the size of a figure, shows it, and saves it as PNG with its provenance in the file. Not modal.
class FigureDialog : public QDialog {
    Q_OBJECT

public:
    // Draws a figure of a size in px at 100 %, `scale` times as dense.
    using Render = std::function<QImage(const QSize& size, double scale)>;

    FigureDialog(std::shared_ptr<const RunResult> result, Render render, QWidget* parent);

    // The figure as it would be saved now.
    [[nodiscard]] QImage figure() const;

Q_SIGNALS:
    void failed(const triptych::Error& error);

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void refresh();
    void saveAs();

    std::shared_ptr<const RunResult> m_result;
    Render m_render;
    QSpinBox* m_width;
    QSpinBox* m_height;
    QComboBox* m_scale;
    QLabel* m_preview;
    QLabel* m_pixels;
    QLabel* m_widthLabel;
    QLabel* m_heightLabel;
    QLabel* m_scaleLabel;
    QPushButton* m_save;
    QPushButton* m_copy;
};

} // namespace triptych::widgets
