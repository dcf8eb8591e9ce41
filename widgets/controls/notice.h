// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

#include "inference/base/error.h"

class QLabel;
class QPushButton;
class QToolButton;

namespace triptych::widgets {

// An error in place: what and where, what to do next, with the details folded away. Never a dialog.
class Notice : public QFrame {
    Q_OBJECT

public:
    explicit Notice(QWidget* parent = nullptr);

    // `canRetry`: whether doing the same again may help. `canRelink`: whether choosing a folder may.
    void report(const Error& error, bool canRetry, bool canRelink = false);
    // Until the next report: the file may be trusted.
    void offerTrust();
    [[nodiscard]] QPushButton* trustButton() const { return m_trust; }
    [[nodiscard]] QString details() const { return m_details; }

Q_SIGNALS:
    void retryAsked();
    void relinkAsked();
    void trustAsked();
    void closed();

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void retranslate();
    void fold(bool folded);
    void colour();

    Error m_error;
    bool m_canRelink = false;
    QString m_details;
    QLabel* m_sign;
    QLabel* m_title;
    QLabel* m_advice;
    QLabel* m_detailText;
    QToolButton* m_fold;
    QToolButton* m_close;
    QPushButton* m_copy;
    QPushButton* m_retry;
    QPushButton* m_relink;
    QPushButton* m_trust;
};

} // namespace triptych::widgets
