// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/missing_note.h"

#include <QEvent>
#include <QLabel>
#include <QVBoxLayout>
#include <algorithm>

#include "widgets/controls/engine_words.h"
#include "widgets/panels/panel.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {

MissingNote::MissingNote(Modality modality, QWidget* parent)
    : QWidget(parent)
    , m_modality(modality)
    , m_title(new QLabel)
    , m_hint(new QLabel) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::metric::grid);
    layout->addStretch();
    for (QLabel* label : {m_title, m_hint}) {
        label->setAlignment(Qt::AlignHCenter);
        label->setWordWrap(true);
        layout->addWidget(label);
    }
    layout->addStretch();
    m_title->setFont(theme::font(theme::Role::Body, QFont::Medium));
    m_hint->setFont(theme::font(theme::Role::Secondary));
    setInk(m_title, InkRole::Ink2);
    setInk(m_hint, InkRole::Ink3);
    retranslate();
}

void MissingNote::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void MissingNote::setModel(const std::vector<Modality>& reads, const QString& name) {
    if (reads == m_reads && name == m_model)
        return;
    m_reads = reads;
    m_model = name;
    retranslate();
}

void MissingNote::retranslate() {
    if (std::find(m_reads.begin(), m_reads.end(), m_modality) == m_reads.end()) {
        QStringList words;
        for (const Modality modality : m_reads)
            words << modalityWord(modality);
        m_title->setText(m_modality == Modality::Image  ? tr("This model reads no images")
                         : m_modality == Modality::Text ? tr("This model reads no texts")
                                                        : tr("This model reads no sounds"));
        m_hint->setText(
            tr("%1 reads: %2.", "model, modalities").arg(m_model, words.join(tr(", ", "between items of a list"))));
        return;
    }
    switch (m_modality) {
    case Modality::Image:
        m_title->setText(tr("No image in this sample"));
        m_hint->setText(tr("Drop a PNG, JPEG, TIFF or WebP file here to add one."));
        break;
    case Modality::Text:
        m_title->setText(tr("No text in this sample"));
        m_hint->setText(tr("Type a sentence with the pencil above, or drop a text file here."));
        break;
    case Modality::Audio:
        m_title->setText(tr("No sound in this sample"));
        m_hint->setText(tr("Drop a WAV, FLAC, OGG or MP3 file here to add one."));
        break;
    }
}

} // namespace triptych::widgets
