// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/device_button.h"

#include <QActionGroup>
#include <QEvent>
#include <QMenu>
#include <QPainter>
#include <QThreadPool>
#include <utility>

#include "widgets/panels/number_text.h"
#include "widgets/panels/panel.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

constexpr int dotRoom = 16;
constexpr int mostWidth = 240;

} // namespace

DeviceButton::DeviceButton(Session& session, QWidget* parent)
    : QToolButton(parent)
    , m_session(session)
    , m_menu(new QMenu(this))
    , m_post(this) {
    setAutoRaise(true);
    setPopupMode(QToolButton::InstantPopup);
    setMenu(m_menu);
    setFont(theme::font(theme::Role::Secondary));
    setFixedHeight(theme::metric::compact);
    m_menu->setToolTipsVisible(true);
    connect(m_menu, &QMenu::aboutToShow, this, &DeviceButton::fillMenu);
    connect(&session, &Session::resultChanged, this, &DeviceButton::refresh);
    connect(&session, &Session::runSettingsChanged, this, &DeviceButton::refresh);
    connect(&theme::notifier(), &theme::Notifier::changed, this, qOverload<>(&QWidget::update));
    refresh();
}

void DeviceButton::addChoice(const QString& id, const QString& text, const QString& tip) {
    QAction* action = m_menu->addAction(text);
    action->setCheckable(true);
    action->setToolTip(tip);
    action->setChecked(id.toStdString() == m_session.runSettings().device);
    connect(action, &QAction::triggered, this, [this, id] {
        RunSettings settings = m_session.runSettings();
        settings.device = id.toStdString();
        m_session.setRunSettings(std::move(settings));
    });
}

void DeviceButton::findDevices() {
    if (std::exchange(m_finding, true))
        return;
    // The driver of a GPU may take seconds to answer.
    QThreadPool::globalInstance()->start([this, service = m_session.sharedService(), post = m_post] {
        post([this, found = service->devices()] {
            m_finding = false;
            if (m_devices == found)
                return;
            m_devices = found;
            refresh();
            if (m_menu->isVisible())
                listChoices();
        });
    });
}

void DeviceButton::fillMenu() {
    listChoices();
    findDevices();
}

void DeviceButton::listChoices() {
    m_menu->clear();
    addChoice(QStringLiteral("auto"), tr("Automatic"), tr("A GPU where one can be used, else the processor"));
    for (const DeviceDescriptor& device : m_devices.devices) {
        const QString id = QString::fromStdString(device.id);
        const QString name =
            device.name.empty() ? id : QStringLiteral("%1  %2").arg(id, QString::fromStdString(device.name));
        addChoice(id, name,
                  tr("%1 of %2 free", "memory").arg(bytesText(device.freeBytes), bytesText(device.memoryBytes)));
    }
    if (m_devices.notice.empty())
        return;
    m_menu->addSeparator();
    QAction* notice = m_menu->addAction(QString::fromStdString(m_devices.notice));
    notice->setEnabled(false);
}

void DeviceButton::refresh() {
    const auto result = m_session.result();
    // Asked only now, so that the start is not slowed.
    if (result && m_devices.devices.empty())
        findDevices();
    QString name = result ? QString::fromStdString(result->device) : tr("no run yet");
    if (result)
        for (const DeviceDescriptor& device : m_devices.devices)
            if (device.id == result->device && !device.name.empty())
                name += QLatin1Char(' ') + QString::fromStdString(device.name);
    setText(QFontMetrics(font()).elidedText(name, Qt::ElideRight, mostWidth - dotRoom));
    setFixedWidth(QFontMetrics(font()).horizontalAdvance(text()) + dotRoom + theme::metric::inner);
    setAccessibleName(tr("Device: %1").arg(name));
    setToolTip(tr("%1. Click to choose the device that runs the model.").arg(name));
    update();
}

void DeviceButton::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange)
        refresh();
    QToolButton::changeEvent(event);
}

void DeviceButton::paintEvent(QPaintEvent*) {
    const theme::Tokens& tokens = theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (underMouse() || hasFocus()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(tokens.hover);
        painter.drawRoundedRect(rect(), theme::metric::smallRadius, theme::metric::smallRadius);
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_session.result() ? tokens.ok : tokens.control);
    painter.drawEllipse(QRectF(2, height() / 2.0 - 4, 8, 8));
    painter.setFont(font());
    painter.setPen(tokens.ink2);
    painter.drawText(rect().adjusted(dotRoom, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, text());
}

} // namespace triptych::widgets
