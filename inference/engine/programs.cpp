// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/programs.h"

#include "inference/models/program/program_folder.h"
#include "inference/models/program/trust.h"
#include "inference/models/registry.h"

namespace triptych::engine {

std::optional<ProgramFacts> findProgram(const std::string& model) {
    const auto folder = models::modelFolder(model);
    if (!folder || !models::program::isProgramFolder(*folder))
        return std::nullopt;
    const auto opened = models::program::openProgramFolder(*folder);
    if (!opened)
        return std::nullopt;
    const models::program::ProgramFile& program = opened->program;
    return ProgramFacts{program.file, program.bytes, program.sha256, models::program::isTrusted(program.sha256)};
}

void trustProgram(const std::string& sha256) {
    models::program::trust(sha256);
}

} // namespace triptych::engine
