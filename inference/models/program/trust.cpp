// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/program/trust.h"

#include <algorithm>
#include <mutex>
#include <set>

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

} // namespace

void trust(const std::string& sha256) {
    TrustedPrograms& programs = trustedPrograms();
    const std::scoped_lock lock(programs.mutex);
    programs.hashes.insert(lowerCase(sha256));
}

bool isTrusted(const std::string& sha256) {
    TrustedPrograms& programs = trustedPrograms();
    const std::scoped_lock lock(programs.mutex);
    return programs.hashes.contains(lowerCase(sha256));
}

} // namespace triptych::models::program
