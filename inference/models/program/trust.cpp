// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/program/trust.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <mutex>
#include <set>

#include "inference/formats/atomic_file.h"

namespace triptych::models::program {

namespace {

struct TrustedPrograms {
    std::mutex mutex;
    std::set<std::string> hashes;
};

TrustedPrograms& trustedPrograms() {
    static TrustedPrograms programs;
    return programs;
}

std::string lowerCase(std::string digits) {
    std::ranges::transform(digits, digits.begin(),
                           [](char digit) { return digit >= 'A' && digit <= 'F' ? char(digit - 'A' + 'a') : digit; });
    return digits;
}

bool isListed(const std::string& sha256) {
    std::ifstream list(trustedListFile());
    for (std::string line; std::getline(list, line);)
        if (lowerCase(line.substr(0, line.find_first_of(" \t\r"))) == sha256)
            return true;
    return false;
}

} // namespace

std::filesystem::path trustedListFile() {
    const char* configuration = std::getenv("XDG_CONFIG_HOME");
    const char* home = std::getenv("HOME");
    const std::filesystem::path folder = configuration != nullptr && *configuration != '\0'
                                             ? std::filesystem::path(configuration)
                                             : std::filesystem::path(home != nullptr ? home : "/") / ".config";
    return folder / "triptych" / "trusted_programs";
}

void trust(const std::string& sha256) {
    TrustedPrograms& programs = trustedPrograms();
    const std::scoped_lock lock(programs.mutex);
    programs.hashes.insert(lowerCase(sha256));
}

bool isTrusted(const std::string& sha256) {
    TrustedPrograms& programs = trustedPrograms();
    const std::scoped_lock lock(programs.mutex);
    const std::string hash = lowerCase(sha256);
    return programs.hashes.contains(hash) || isListed(hash);
}

Result<void> addToTrustedList(const std::string& sha256) {
    const std::string hash = lowerCase(sha256);
    if (isListed(hash))
        return {};
    std::string content;
    if (std::ifstream list(trustedListFile()); list)
        content.assign(std::istreambuf_iterator<char>(list), {});
    if (!content.empty() && content.back() != '\n')
        content += '\n';
    return formats::writeFileAtomically(trustedListFile(), content + hash + "\n");
}

} // namespace triptych::models::program
