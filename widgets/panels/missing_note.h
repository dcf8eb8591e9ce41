// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

#include "inference/contract/modality.h"

class QLabel;

namespace triptych::widgets {

// Stands in a panel whose modality the sample lacks, and says how to add one; or that the model does not read it.
class MissingNote : public QWidget {
    Q_OBJECT

public:
    explicit MissingNote(Modality modality, QWidget* parent = nullptr);

    // What the model reads, and its name; a note about the sample where its modality is among them.
    void setModel(const std::vector<Modality>& reads, const QString& name);

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();

    Modality m_modality;
    std::vector<Modality> m_reads{allModalities.begin(), allModalities.end()};
    QString m_model;
    QLabel* m_title;
    QLabel* m_hint;
};

} // namespace triptych::widgets
