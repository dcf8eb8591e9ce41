// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace triptych {

enum class ErrorCode {
    InvalidInput,
    FileMissing,
    BadFormat,
    ModelMismatch,
    Unsupported,
    Untrusted,
    DeviceUnavailable,
    OutOfMemory,
    NotFinite,
    Canceled,
    Internal,
};

struct Error {
    ErrorCode code = ErrorCode::Internal;
    // One sentence: what is wrong and what to do next. English; the interface adds translated words by the code.
    std::string detail;
    // File, tensor or step that the sentence is about; may be empty.
    std::string where;

    bool operator==(const Error&) const = default;
};

template<typename T>
using Result = tl::expected<T, Error>;

using Failure = tl::unexpected<Error>;

[[nodiscard]] Failure fail(ErrorCode code, std::string detail, std::string where = {});

// Stable name of a code, as the command line writes it: "BadFormat".
[[nodiscard]] std::string_view toString(ErrorCode code);

// "where: detail" on one line.
[[nodiscard]] std::string describe(const Error& error);

} // namespace triptych
