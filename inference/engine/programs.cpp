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
    ProgramFacts facts;
    facts.model = model;
    facts.file = program.file.string();
    facts.bytes = program.bytes;
    facts.sha256 = program.sha256;
    facts.trusted = models::program::isTrusted(program.sha256);
    return facts;
}

Result<void> trustProgram(const std::string& sha256, Trust trust) {
    models::program::trust(sha256);
    return trust == Trust::Always ? models::program::addToTrustedList(sha256) : Result<void>();
}

} // namespace triptych::engine
