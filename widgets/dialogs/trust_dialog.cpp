// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/dialogs/trust_dialog.h"

#include <QCheckBox>
#include <QEvent>
#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

#include "widgets/panels/panel.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {

namespace {

constexpr int textWidth = 520;
constexpr int hashGroup = 16; // digits that stand together, so that people can compare them

QString groupedHash(const std::string& sha256) {
    QStringList groups;
    for (std::size_t at = 0; at < sha256.size(); at += hashGroup)
        groups << QString::fromStdString(sha256.substr(at, hashGroup));
    return groups.join(QLatin1Char(' '));
}

QLabel* wrapped(theme::Role role, QFont::Weight weight = QFont::Normal) {
    auto* label = new QLabel;
    label->setFont(theme::font(role, weight));
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

TrustDialog::TrustDialog(ProgramFacts program, QWidget* parent)
    : QDialog(parent)
    , m_program(std::move(program))
    , m_question(wrapped(theme::Role::Chip, QFont::DemiBold))
    , m_warning(wrapped(theme::Role::Body))
    , m_fileLabel(new QLabel)
    , m_sizeLabel(new QLabel)
    , m_size(wrapped(theme::Role::Secondary))
    , m_always(new QCheckBox)
    , m_refuse(new QPushButton)
    , m_accept(new QPushButton) {
    // One line, else the layout reserves room for a narrower one.
    m_question->setWordWrap(false);
    layOut();
    m_refuse->setDefault(true);
    connect(m_refuse, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_accept, &QPushButton::clicked, this, [this] {
        Q_EMIT trusted(m_program, m_always->isChecked() ? Trust::Always : Trust::ThisTime);
        accept();
    });
    retranslate();
    adjustSize();
}

void TrustDialog::layOut() {
    auto* file = wrapped(theme::Role::Secondary);
    file->setText(QString::fromStdString(m_program.file));
    auto* hashLabel = new QLabel(QStringLiteral("SHA-256"));
    auto* hash = wrapped(theme::Role::Secondary);
    hash->setText(groupedHash(m_program.sha256));
    auto* facts = new QGridLayout;
    facts->setHorizontalSpacing(theme::metric::outer);
    facts->setColumnStretch(1, 1);
    int row = 0;
    for (const auto& [label, value] :
         {std::pair(m_fileLabel, file), std::pair(m_sizeLabel, m_size), std::pair(hashLabel, hash)}) {
        label->setFont(theme::font(theme::Role::Secondary));
        setInk(label, InkRole::Ink2);
        facts->addWidget(label, row, 0, Qt::AlignTop);
        facts->addWidget(value, row++, 1);
    }
    auto* buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(m_refuse);
    buttons->addWidget(m_accept);
    auto* column = new QVBoxLayout(this);
    column->setSpacing(theme::metric::outer);
    column->addWidget(m_question);
    column->addWidget(m_warning);
    column->addLayout(facts);
    column->addWidget(m_always);
    column->addLayout(buttons);
    setFixedWidth(textWidth);
}

void TrustDialog::retranslate() {
    setWindowTitle(tr("Trust this program?"));
    const QFileInfo folder(QString::fromStdString(m_program.model));
    m_question->setText(tr("“%1” is a program. Run it?").arg(folder.fileName()));
    m_warning->setText(
        tr("Other models are numbers; this one is code. It runs with your rights and can read and change "
           "whatever you can. Trust it only if you know who made it."));
    m_fileLabel->setText(tr("File"));
    m_sizeLabel->setText(tr("Size"));
    m_size->setText(QLocale().formattedDataSize(m_program.bytes));
    m_always->setText(tr("Trust this very file from now on"));
    m_always->setToolTip(tr("A file that differs in a single bit asks again"));
    m_refuse->setText(tr("Do not run"));
    m_accept->setText(tr("Trust and run"));
}

void TrustDialog::changeEvent(QEvent* event) {
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace triptych::widgets
