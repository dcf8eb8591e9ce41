// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <functional>
#include <memory>

#include "inference/base/error.h"
#include "inference/contract/run_result.h"
#include "visualization/figure/figure_file.h"

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QPushButton;

namespace triptych::widgets {

// Chooses the size of a figure, shows it, and saves it as PNG, PDF or SVG with its provenance in the file. Not modal.
class FigureDialog : public QDialog {
    Q_OBJECT

public:
    // Draws the page of a size in px, 96 to the inch.
    using Paint = std::function<void(QPainter& painter, const QSizeF& size)>;

    FigureDialog(std::shared_ptr<const RunResult> result, Paint paint, QWidget* parent);

    // The figure as it would be saved now.
    [[nodiscard]] figure::FigureFile figure() const;
    // From sample and method, with the ending of the format.
    [[nodiscard]] QString suggestedName(figure::FileFormat format) const;

Q_SIGNALS:
    void failed(const triptych::Error& error);

protected:
    void changeEvent(QEvent* event) override;

private:
    void layOut();
    void retranslate();
    void refresh();
    void saveAs();

    std::shared_ptr<const RunResult> m_result;
    Paint m_paint;
    QDoubleSpinBox* m_width;
    QDoubleSpinBox* m_height;
    QComboBox* m_dpi;
    QLabel* m_preview;
    QLabel* m_pixels;
    QLabel* m_widthLabel;
    QLabel* m_heightLabel;
    QLabel* m_dpiLabel;
    QPushButton* m_save;
    QPushButton* m_copy;
};

} // namespace triptych::widgets
