// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/base/error.h"

#include <utility>

namespace triptych {

Failure fail(ErrorCode code, std::string detail, std::string where) {
    return Failure(Error{code, std::move(detail), std::move(where)});
}

std::string_view toString(ErrorCode code) {
    switch (code) {
    case ErrorCode::InvalidInput:
        return "InvalidInput";
    case ErrorCode::FileMissing:
        return "FileMissing";
    case ErrorCode::BadFormat:
        return "BadFormat";
    case ErrorCode::ModelMismatch:
        return "ModelMismatch";
    case ErrorCode::Unsupported:
        return "Unsupported";
    case ErrorCode::Untrusted:
        return "Untrusted";
    case ErrorCode::DeviceUnavailable:
        return "DeviceUnavailable";
    case ErrorCode::OutOfMemory:
        return "OutOfMemory";
    case ErrorCode::NotFinite:
        return "NotFinite";
    case ErrorCode::Canceled:
        return "Canceled";
    case ErrorCode::Internal:
        return "Internal";
    }
    return "Internal";
}

std::string describe(const Error& error) {
    std::string line = error.where.empty() ? error.detail : error.where + ": " + error.detail;
    for (char& c : line)
        if (c == '\n' || c == '\r')
            c = ' ';
    return line;
}

} // namespace triptych
