// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/documents.h"
#include "app/cli/table.h"
#include "inference/engine/catalogue.h"

namespace triptych::cli {

void addDevicesCommand(CLI::App& app, Context& context) {
    addCommand(app, context, "devices", "List what this machine can compute on", [&context]() -> Result<void> {
        const DeviceList devices = engine::devices();
        Table table({"id", "name", "memory", "free"});
        for (const DeviceDescriptor& device : devices.devices)
            table.add({device.id, device.name, humanBytes(static_cast<double>(device.memoryBytes)),
                       humanBytes(static_cast<double>(device.freeBytes))});
        context.answer(toJson(devices), table.text());
        if (!devices.notice.empty())
            context.notice(devices.notice);
        return {};
    });
}

} // namespace triptych::cli
