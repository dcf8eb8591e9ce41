// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/actions.h"

#include <QRegularExpression>

#include "widgets/theme/theme.h"

namespace triptych::widgets {

Actions::Actions(QObject* parent)
    : QObject(parent) {
    open = add("folder", QKeySequence::Open);
    library = add("library", Qt::CTRL | Qt::SHIFT | Qt::Key_L);
    openModel = add("folder", Qt::CTRL | Qt::SHIFT | Qt::Key_O);
    save = add("save", QKeySequence::Save);
    saveAs = add("", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S));
    exportFigure = add("export", Qt::CTRL | Qt::Key_E);
    quit = add("", QKeySequence::Quit);

    undo = add("undo", QKeySequence::Undo);
    redo = add("redo", QKeySequence::Redo);
    copyFigure = add("copy", QKeySequence::Copy);
    clearSelection = addHinted("", "Esc");
    findSample = add("filter", QKeySequence::Find);
    commands = add("search", Qt::CTRL | Qt::SHIFT | Qt::Key_P);

    showSamples = add("sidebar", Qt::CTRL | Qt::Key_B);
    showExplanation = add("panel-right", Qt::CTRL | Qt::Key_I);
    darkTheme = add("moon", Qt::CTRL | Qt::SHIFT | Qt::Key_D);
    fullScreen = add("", Qt::SHIFT | Qt::Key_F11);
    expandView = add("expand", Qt::Key_F11);
    resetLayout = add("reset");

    goBack = add("back", QKeySequence::Back);
    goForward = add("forward", QKeySequence::Forward);
    nextSample = add("chevron-down", Qt::CTRL | Qt::Key_Down);
    previousSample = add("chevron-up", Qt::CTRL | Qt::Key_Up);

    chooseModel = add("", Qt::CTRL | Qt::Key_M);
    modelDetails = add("info", Qt::CTRL | Qt::SHIFT | Qt::Key_M);
    run = add("play", Qt::CTRL | Qt::Key_Return);
    cancel = add("stop", Qt::CTRL | Qt::Key_Period);
    play = addHinted("volume", "Space");
    nextLayer = addHinted("", "Page Up");
    previousLayer = addHinted("", "Page Down");
    nextHead = addHinted("", "]");
    previousHead = addHinted("", "[");

    shortcuts = add("", QKeySequence::HelpContents);
    about = add("info");
    for (QAction* action : {showSamples, showExplanation, darkTheme, fullScreen})
        action->setCheckable(true);
    retranslate();
}

QString Actions::plainText(const QAction& action) {
    QString text = action.text().section(QLatin1Char('\t'), 0, 0);
    // Chinese texts carry their mnemonic as "(&O)" at the end.
    static const QRegularExpression bracketed(QStringLiteral("\\(&\\w\\)"));
    text.remove(bracketed);
    return text.remove(QLatin1Char('&'));
}

QString Actions::keysOf(const QAction& action) {
    const QString hint = action.property("keyHint").toString();
    return hint.isEmpty() ? action.shortcut().toString(QKeySequence::NativeText) : hint;
}

QAction* Actions::add(const char* icon, const QKeySequence& keys) {
    auto* action = new QAction(this);
    if (*icon)
        action->setIcon(theme::icon(QString::fromLatin1(icon)));
    action->setShortcut(keys);
    m_all.push_back(action);
    return action;
}

QAction* Actions::addHinted(const char* icon, const char* keyHint) {
    QAction* action = add(icon);
    action->setProperty("keyHint", QString::fromLatin1(keyHint));
    return action;
}

void Actions::retranslate() {
    open->setText(tr("&Open…"));
    library->setText(tr("Open sample &library"));
    openModel->setText(tr("Open &model folder…"));
    chooseModel->setText(tr("Choose &model…"));
    modelDetails->setText(tr("Model &details"));
    save->setText(tr("&Save project"));
    saveAs->setText(tr("Save project &as…"));
    exportFigure->setText(tr("&Export figure…"));
    quit->setText(tr("&Quit"));
    copyFigure->setText(tr("&Copy figure"));
    clearSelection->setText(tr("C&lear selection"));
    findSample->setText(tr("&Find sample"));
    commands->setText(tr("Co&mmands…"));
    showSamples->setText(tr("&Samples"));
    showExplanation->setText(tr("&Explanation"));
    darkTheme->setText(tr("&Dark theme"));
    fullScreen->setText(tr("&Full screen"));
    expandView->setText(tr("E&nlarge the view under the cursor"));
    resetLayout->setText(tr("&Reset layout"));
    goBack->setText(tr("Go &back"));
    goForward->setText(tr("Go &forward"));
    nextSample->setText(tr("&Next sample"));
    previousSample->setText(tr("&Previous sample"));
    run->setText(tr("&Run"));
    cancel->setText(tr("&Cancel the run"));
    play->setText(tr("P&lay or pause the sound"));
    nextLayer->setText(tr("Next la&yer"));
    previousLayer->setText(tr("Previous l&ayer"));
    nextHead->setText(tr("Next &head"));
    previousHead->setText(tr("Previous h&ead"));
    shortcuts->setText(tr("&Keyboard shortcuts"));
    about->setText(tr("&About Triptych"));
    for (QAction* action : m_all) {
        const QString hint = action->property("keyHint").toString();
        if (!hint.isEmpty())
            action->setText(action->text() + QLatin1Char('\t') + hint);
    }
}

} // namespace triptych::widgets
