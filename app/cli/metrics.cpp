// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/documents.h"
#include "app/cli/table.h"
#include "inference/engine/catalogue.h"

namespace triptych::cli {

void addMetricsCommand(CLI::App& app, Context& context) {
    addCommand(app, context, "metrics", "List the metrics that evaluate knows", [&context]() -> Result<void> {
        Json list = Json::array();
        Table table({"id", "label", "summary"});
        for (const MetricDescriptor& metric : engine::metrics()) {
            list.push_back(toJson(metric));
            table.add({metric.id, metric.label, metric.summary});
        }
        context.answer({{"metrics", std::move(list)}}, table.text());
        return {};
    });
}

} // namespace triptych::cli
